/**
 * Ties: the sum that a neuron has sent is often exactly the threshold of a spike it may take back (docs/algorithm.md §3, c ≥ θₖ), and
 * the last bit decides. The kernels and exported ONNX models must then decide as the published implementation does in 32 bits, that is as the recurrences of
 * §3 with every operation rounded. Many neurons with thresholds of arbitrary bits; the potential may be rounded in another order,
 * which moves a spike in few of them.
 */
import { describe, expect, it } from 'vitest';
import { randomValues } from '../support/onnx-graph.ts';
import { paperNeuron } from '../properties/support/paper-neurons.ts';
import { runCpuUnit } from './harness/run-cpu-unit.ts';
import type { UnitCase } from '../../src-shared/engine/unit-case.ts';
import { runOnnxUnit } from './harness/run-onnx-unit.ts';

const NEURONS = 4096;
const STEPS = 16;

const NEURON_KINDS = ['IF differential', 'IF rate', 'MT differential', 'MT rate'] as const;
type Neuron = (typeof NEURON_KINDS)[number];

function caseOf(neuron: Neuron): UnitCase {
  const [model, coding] = neuron.toLowerCase().split(' ') as ['if' | 'mt', 'rate' | 'differential'];
  const thresholds = Float64Array.from(randomValues(NEURONS, 1), (value) => Math.fround(1 + 0.9 * Math.tanh(value)));
  const differential = coding === 'differential';
  // One value presented again and again (by rate) or once, and noise on it, so that spikes are sent and taken back.
  const level = randomValues(NEURONS, 2);
  const values = Float64Array.from(randomValues(NEURONS * STEPS, 3), (noise, i) => {
    const t = Math.floor(i / NEURONS);
    return Math.fround((differential && t > 0 ? 0 : 0.6 * level[i % NEURONS]!) + 0.5 * noise);
  });
  const settings = {
    model,
    rule: 'relu',
    negative: true,
    inputCoding: coding,
    coding,
    levels: model === 'mt' ? 4 : 1,
    tau: 1,
  } as const;
  const constant = differential ? new Float64Array(NEURONS) : undefined;
  return {
    name: neuron,
    coding,
    steps: STEPS,
    work: { kind: 'neuron', settings, thresholds },
    operands: [{ shape: [1, NEURONS], values, constant }],
    expected: new Float64Array(NEURONS * STEPS),
  };
}

/** What §3 sends, `[T, N]`, every operation rounded by `round`. */
function published({ work, operands: [operand] }: UnitCase, round: (value: number) => number): Float64Array {
  if (work.kind !== 'neuron') throw new Error('not a neuron');
  const thresholds = { level: 'neuron', shape: [1, NEURONS], values: work.thresholds } as const;
  const unit = { kind: 'neuron', id: 'n', name: 'n', node: 'n', input: 'x', output: 'y', ...work.settings, thresholds } as const;
  const step = paperNeuron(unit, work.thresholds, new Float64Array(NEURONS), round);
  const result = new Float64Array(NEURONS * STEPS);
  for (let t = 0; t < STEPS; t++) result.set(step(operand!.values.subarray(t * NEURONS, (t + 1) * NEURONS), t), t * NEURONS);
  return result;
}

/** Share of neurons that differ at some step. */
function different(a: Float64Array, b: Float64Array): number {
  const neurons = new Set([...a.keys()].filter((i) => Math.abs(a[i]! - b[i]!) > 1e-6).map((i) => i % NEURONS));
  return neurons.size / NEURONS;
}

describe.each(NEURON_KINDS)('%s', (neuron) => {
  it('decides ties as §3 does in 32 bits', async () => {
    const one = caseOf(neuron);
    const in32 = published(one, Math.fround);
    // Ties there are: in exact arithmetic many neurons go another way.
    expect(
      different(
        published(one, (value) => value),
        in32,
      ),
    ).toBeGreaterThan(neuron === 'IF rate' ? 0 : 0.01);
    expect(different(await runCpuUnit(one), in32)).toBeLessThanOrEqual(0.001);
    expect(different(await runOnnxUnit(one), in32)).toBeLessThanOrEqual(0.001);
  });
});
