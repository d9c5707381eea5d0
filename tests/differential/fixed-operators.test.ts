/**
 * Networks in whole numbers against the reference engine with the same int8 weights: every linear operator and every pooling, behind and in front
 * of every kind of stage that has a form in whole numbers. All other operators are refused, with their name.
 */
import { expect, it } from 'vitest';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { createFixedSimulator, runSamples } from '../../src-shared/fixed/index.ts';
import type { OpName } from '../../src-shared/network/index.ts';
import { dequantised } from '../support/dequantised.ts';
import { meanOfSteps } from '../support/spiking.ts';
import { BATCH_SIZE, fixedCases, fixedOrRefusal } from './fixed-cases.ts';

const STEPS = 6;

/** Linear operators without a form in whole numbers. */
const REFUSED: ReadonlySet<OpName> = new Set(['MatMul']);
/** Samples of other operators that are refused: additions and sums of a form that is rare. */
const REFUSED_FORMS =
  /whose first axis is not the batch|an addition that repeats|a product that repeats|over axes that are not the last|an interpolation/;

/**
 * Largest relative L2 distance of the mean over the steps. Neurons have 8 levels here. Rounding moves a potential by up to 1/32 of the smallest
 * threshold, so that of thousands of spikes some differ by a level. Of 1,700 outputs, 4 were found more than 0.03 off, the farthest 0.056; a wrong
 * scale, sign or place is off by 0.3 and more.
 */
const TOLERANCE = 0.08;

it.each(fixedCases.map((one) => [one.name, one] as const))('%s', async (_, { sample, make }) => {
  const { network, spiking, inputs } = make();
  const fixed = fixedOrRefusal(spiking, inputs, STEPS);
  if (fixed instanceof SpikeloomError) {
    expect(fixed.code).toBe('numbers.unsupported');
    const linear = !spiking.stages.some((stage) => stage.kind === 'expectation' || stage.kind === 'product');
    if (linear && !REFUSED.has(sample.op)) expect(fixed.message).toMatch(REFUSED_FORMS);
    return;
  }
  expect(REFUSED.has(sample.op), `${sample.op} has a form in whole numbers now`).toBe(false);
  const ours = runSamples(fixed, createFixedSimulator(fixed), Float64Array.from(inputs), { samples: BATCH_SIZE, steps: STEPS });
  await using session = await referenceEngine.prepare(dequantised(spiking, fixed));
  const reference = await session.run(inputs, BATCH_SIZE, { steps: STEPS });
  const far = network.outputs.flatMap(({ name }, output) => {
    const [a, b] = [ours.logits[output]!, reference.logits[output]!].map((logits) => meanOfSteps(logits, STEPS));
    const distance = relativeL2(a!, b!);
    return distance <= TOLERANCE ? [] : [`${name}: ${distance.toFixed(3)}`];
  });
  expect(far).toEqual([]);
});

function relativeL2(a: Float64Array, b: Float64Array): number {
  const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(a.map((value, i) => value - b[i]!)) / norm(b);
}
