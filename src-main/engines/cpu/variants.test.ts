/**
 * A variant that starts at its first difference gives the bits of a run from the start: every count and every output at every step.
 * The golden networks are in tests/golden/variants.test.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import * as models from '../../../tests/fixtures/small-networks.ts';
import { choicesOf, compileUniform, importModel, sameThresholds } from '../../../tests/support/spiking.ts';
import { checkVariants, everyVariant } from '../../../tests/support/variants.ts';
import type { TestModel } from '../../../tests/support/onnx-graph.ts';
import { randomTensor } from '../../../src-shared/network/operators/testing/random.ts';
import { testBuilder } from '../../../src-shared/network/operators/testing/builder.ts';
import type { Coding } from '../../../src-shared/plan/types.ts';
import { BATCH as PRIME } from '../../../src-shared/tensor/index.ts';
import { placeNeurons } from '../../convert/index.ts';
import { prepareVariants } from './index.ts';
import { compileProgram } from './program/compile.ts';
import { planArena, slotLength } from './worker/arena.ts';

beforeAll(buildKernels);

const BATCH = 5;
const STEPS = 4;

async function familyOf(model: TestModel, coding: Coding) {
  const placed = placeNeurons(await importModel(model));
  const choices = choicesOf(placed, { coding, neuron: coding === 'rate' ? 'mt-negative' : 'mt' });
  return everyVariant(placed, choices, sameThresholds(placed, 0.7));
}

describe.each(['basicBlocks', 'overlapping', 'fusedAttention', 'sequenceFirst', 'gating'] as const)('%s', (name) => {
  it.each(['rate', 'differential'] as const)('%s: every variant has the bits of a run from the start', async (coding) => {
    await checkVariants(await familyOf(models[name], coding), models.samplesOf(models[name], BATCH, 7), BATCH, STEPS);
  });
});

it('spikes that a list is made of are taken over with their numbers', async () => {
  // Two layers read the same spikes, from lists of their non-zero entries. The sums of the second one reach the output as they are.
  const b = testBuilder([PRIME, 64]);
  const linear = (value: string, seed: number): string => b.emit('Linear', [value, b.constant(randomTensor([64, 64], seed))]);
  const spikes = b.emit('Relu', [linear('x', 1)]);
  const other = b.emit('Relu', [linear(spikes, 2)]);
  const placed = placeNeurons(b.network(b.emit('Add', [linear(other, 3), linear(spikes, 4)])));
  const family = everyVariant(placed, choicesOf(placed, {}), sameThresholds(placed, 20));
  await checkVariants(family, randomTensor([BATCH, 64], 5).data, BATCH, STEPS);
});

it('values that a variant wants later keep their memory', async () => {
  const program = compileProgram(compileUniform(placeNeurons(await importModel(models.residual))), 0);
  const [middle, last] = [Math.floor(program.operations.length / 2), program.operations.length];
  const written = [...program.operations.slice(0, middle).flatMap((one) => ('output' in one ? [one.output.slot] : []))];
  const share = (held: ReadonlyMap<number, readonly number[]>): boolean => {
    const { slots } = planArena(program, STEPS, BATCH, false, { from: 0, held });
    const ranges = written.map((slot) => [slots[slot]!, slots[slot]! + 4 * slotLength(program, slot, STEPS, BATCH)] as const);
    return ranges.some(([start, end], i) => ranges.some(([from, to], j) => i < j && start < to && from < end));
  };
  expect(written.length).toBeGreaterThan(2);
  expect([share(new Map()), share(new Map([[middle, written]])), share(new Map([[last, written]]))]).toEqual([
    true,
    false,
    false,
  ]);
});

it('shares more with the network the later its layer is', async () => {
  const { base, variants } = await familyOf(models.residual, 'differential');
  await using session = await prepareVariants(base, variants, { threads: 1 });
  const scaled = session.shared.filter((_, index) => index % 4 === 3);
  expect(scaled).toEqual(scaled.toSorted((a, b) => a - b));
  expect(scaled.at(-1)).toBeGreaterThan(0.5);
});

it('ends at once if it is cancelled', async () => {
  const { base, variants } = await familyOf(models.residual, 'differential');
  await using session = await prepareVariants(base, variants, { threads: 1 });
  const controller = new AbortController();
  const done: number[] = [];
  const running = session.run(models.samplesOf(models.residual, BATCH, 7), BATCH, {
    steps: STEPS,
    signal: controller.signal,
    onProgress: (fraction) => {
      done.push(fraction);
      controller.abort(new Error('stop'));
    },
  });
  await expect(running).rejects.toThrow('stop');
  expect(done).toHaveLength(1);
});
