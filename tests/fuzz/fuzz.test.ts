/** The short form of `npm run fuzz`: always the same seed, so that a failure is one of the change that was made. */
import { describe, expect, it } from 'vitest';
import { killEvaluation } from './kills.ts';
import { supervise, type TargetName } from './supervise.ts';

const SEED = 1;
const ROUNDS: Readonly<Record<TargetName, number>> = {
  engines: 30,
  host: 1000,
  models: 250,
  plans: 100,
  projects: 30,
  schemas: 300,
  shards: 50,
  archives: 300,
  images: 300,
};

// At once: there are two cores.
describe.concurrent('damaged input', () => {
  it.each(Object.entries(ROUNDS) as [TargetName, number][])('%s: refused in words, or used', async (target, rounds) => {
    const { findings, outcomes } = await supervise({ target, seed: SEED, from: 0, to: rounds });
    expect(findings).toEqual([]);
    // Damage that is always refused at the door tests the door only.
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

it('evaluate, killed ten times (twenty in npm run fuzz), loses nothing that was finished and ends with the same numbers', async () => {
  const { findings, stored, further } = await killEvaluation(SEED, 10);
  expect(findings).toEqual([]);
  expect(stored).toHaveLength(10);
  // All along the run: most kills come after something new was finished; every fifth comes while the program starts.
  expect(further).toBeGreaterThanOrEqual(7);
});
