/** The float64 units against the published implementation's own output (tests/golden/README.md). */
import { describe, expect, it } from 'vitest';
import { runReferenceUnit } from './harness/run-reference-unit.ts';
import { checkUnit, unitCases } from './harness/units.ts';

describe('float64 units reproduce the golden cases', () => {
  const cases = unitCases();

  it('finds all of them', () => {
    expect(cases).toHaveLength(29);
  });

  // Inputs and outputs are printed with 12 digits, so a step can be closer than the 1e-6 that is asked for.
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(checkUnit(one, runReferenceUnit, 1e-6)).toBeLessThanOrEqual(1e-9);
  });
});
