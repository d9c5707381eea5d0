/** Ties of golden neurons: where the sum that was sent is exactly a threshold to be taken back, and rounding decides. */
import { paperNeuron } from '../../properties/support/paper-neurons.ts';
import type { UnitCase } from '../../../src-shared/engine/unit-case.ts';

/** What §3 sends with every operation rounded to 32 bits; undefined where it is not written down in paper-neurons.ts. */
export function in32({ work, steps, operands: [operand], expected }: UnitCase): Float64Array | undefined {
  if (work.kind !== 'neuron' || work.settings.model === 'lif') return undefined;
  const thresholds = { level: 'neuron', shape: [1], values: work.thresholds } as const;
  const unit = { kind: 'neuron', id: 'n', name: 'n', node: 'n', input: 'x', output: 'y', ...work.settings, thresholds } as const;
  const size = expected.length / steps;
  const round32 = (values: Float64Array): Float64Array => values.map((value) => Math.fround(value));
  const constant = round32(operand!.constant ?? new Float64Array(size));
  const step = paperNeuron(unit, round32(work.thresholds), constant, Math.fround);
  const result = new Float64Array(expected.length);
  for (let t = 0; t < steps; t++) result.set(step(round32(operand!.values.slice(t * size, (t + 1) * size)), t), t * size);
  return result;
}

/** True where a neuron sends the same at every step. */
export function sameNeuron(neuron: number, size: number, a: Float64Array, b: Float64Array): boolean {
  for (let i = neuron; i < a.length; i += size) if (Math.abs(a[i]! - b[i]!) > 1e-6) return false;
  return true;
}

/** Neurons whose output differs for the first time at a step where the sum sent equals a threshold, in exact arithmetic. */
export function tiedNeurons({ work, coding, steps, expected }: UnitCase, output: Float64Array): number[] {
  if (work.kind !== 'neuron') return [];
  const size = output.length / steps;
  return Array.from(work.thresholds.keys()).filter((neuron) => {
    const theta = work.thresholds[neuron]!;
    let [sent, estimate] = [0, 0];
    for (let t = 0; t < steps; t++) {
      const credit = (sent + estimate) / theta;
      const s = expected[t * size + neuron]!;
      if (Math.abs(output[t * size + neuron]! - s) > 1e-6 * theta) {
        const level = 2 ** Math.round(Math.log2(credit));
        return Math.abs(credit - level) < 1e-9;
      }
      sent += estimate + s;
      if (coding === 'differential') estimate += s / (t + 1);
    }
    return false;
  });
}
