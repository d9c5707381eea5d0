/**
 * The recorded values of the gpu engine's self-test are those of the units in 64 bits. `WRITE_SELF_TEST=1 npx vitest run
 * tests/golden/self-test-data.test.ts` writes them anew, if a unit or a case has changed.
 */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { askedCases, recordedCases } from '../../src-gpu/self-test/cases.ts';
import { runReferenceUnit } from './harness/run-reference-unit.ts';

const FILE = new URL('../../src-gpu/self-test/recorded.json', import.meta.url);
const DIGITS = 9;

if (process.env['WRITE_SELF_TEST']) {
  const lines = askedCases().map((asked) => {
    const sent = [...runReferenceUnit(asked)].map((value) => Number(value.toPrecision(DIGITS)));
    return `  ${JSON.stringify(asked.name)}: ${JSON.stringify(sent)}`;
  });
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
}

it.skipIf(process.env['WRITE_SELF_TEST'] !== undefined).each(recordedCases().map((one) => [one.name, one] as const))(
  '%s',
  (_, one) => {
    const sent = runReferenceUnit(one);
    expect(one.expected).toHaveLength(sent.length);
    sent.forEach((value, i) =>
      expect(Math.abs(value - one.expected[i]!)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value))),
    );
    // A unit that sends nothing shows nothing.
    expect(sent.some((value) => value !== 0)).toBe(true);
  },
);
