/**
 * The cpu engine against the reference engine on one network and plan. It computes in 32 bits, and rounding may decide a tie
 * otherwise, after which single steps differ while means do not: as tests/golden/README.md has it, the mean of the steps so far may be
 * three times as far as rounding itself takes the reference (here: when its thresholds move by up to a millionth), and 1e-3 more. Counts
 * are the same where rounding does not move them.
 */
import { expect } from 'vitest';
import { compile, type PlacedNetwork } from '../../../src-main/convert/index.ts';
import { cpuEngine } from '../../../src-main/engines/cpu/index.ts';
import { evaluateNetwork } from '../../../src-shared/network/evaluate.ts';
import { randomTensor } from '../../../src-shared/network/operators/testing/random.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { meanOfSteps, simulate } from '../../support/spiking.ts';
import { ampleThresholds, choicesFor, type RandomPlan } from './random-plan.ts';

const BATCH = 3;
const STEPS = 32;
/** Each of these decides the ties of a network anew. */
const MOVED = [0, ...Array.from({ length: 8 }, (_, index) => (index - 3.5) * 3e-7)];

/** ‖a − b‖ relative to `norm`. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>, norm: number): number {
  let difference = 0;
  for (let i = 0; i < b.length; i++) difference += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(difference) / norm;
}

const moved = (thresholds: ReadonlyMap<string, Thresholds>, by: number): Map<string, Thresholds> =>
  new Map(
    [...thresholds].map(([name, layer], index) => {
      const values = layer.values.map((value, i) => Math.fround(value) * (1 + by * Math.sin(1 + index + 7 * i)));
      return [name, { ...layer, values }];
    }),
  );

/** Runs both engines on random samples and expects the same but for rounding. */
export async function compareEngines(placed: PlacedNetwork, plan: RandomPlan, seed: number): Promise<void> {
  const { network } = placed;
  const samples = randomTensor([BATCH, ...network.shapes.get(network.input.value)!.slice(1)], seed);
  const x = { ...samples, data: Float32Array.from(samples.data) };
  const ample = ampleThresholds(placed, plan, x);
  const networks = MOVED.map((by) => compile(placed, choicesFor(placed, plan), moved(ample, by)));
  const [reference, ...others] = await Promise.all(networks.map((spiking) => simulate(spiking, x, STEPS)));
  await using session = await cpuEngine.prepare(networks[0]!, { threads: 1 });
  const result = await session.run(x.data, BATCH, { steps: STEPS });
  const [float] = evaluateNetwork(network, x);
  const norm = Math.sqrt(Array.from(float!.data).reduce((sum, value) => sum + value * value, 0)) || 1;

  const [ownFloat] = await session.float(x.data, BATCH);
  expect(distance(ownFloat!, float!.data, norm)).toBeLessThanOrEqual(1e-5);
  const gaps = Array.from({ length: STEPS }, (_, t) => {
    const [mean, ...rest] = [reference!, ...others].map(({ logits }) => meanOfSteps(logits[0]!, STEPS, t + 1));
    return Math.max(...rest.map((other) => distance(other, mean!, norm)));
  });
  const bound = 3 * Math.max(...gaps) + 1e-3;
  for (let t = 0; t < STEPS; t++) {
    const [ours, theirs] = [result, reference!].map(({ logits }) => meanOfSteps(logits[0]!, STEPS, t + 1));
    expect(distance(ours!, theirs!, norm), `mean of ${t + 1} steps`).toBeLessThanOrEqual(bound);
  }
  for (const [name, counts] of reference!.counted) {
    for (const kind of ['operations', 'accumulates'] as const) {
      const settled = others.every(({ counted }) => counted.get(name)![kind].every((count, t) => count === counts[kind][t]));
      if (settled) expect([...result.counted.get(name)![kind]], `${kind} of ${name}`).toEqual([...counts[kind]]);
    }
  }
}
