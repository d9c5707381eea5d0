/**
 * The golden cases of single units (docs/algorithm.md §12, units.json), ready for any implementation of a unit: the
 * reference, a SIMD kernel, a GPU kernel. `checkUnit` runs one and compares step by step.
 */
import { readFileSync } from 'node:fs';
import type { UnitCase, UnitOperand, UnitWork } from '../../../src-shared/engine/unit-case.ts';
import type { ValueCoding } from '../../../src-shared/spiking/index.ts';

interface StoredCase {
  readonly unit: string;
  readonly coding: 'rate' | 'leaky_rate' | 'diff_rate' | 'diff_leaky_rate';
  readonly T: number;
  readonly parameters: { readonly tau?: number; readonly num_thresholds?: number; readonly kernel?: number };
  readonly threshold?: readonly number[];
  readonly shape: readonly number[];
  readonly input: readonly number[];
  readonly shape2?: readonly number[];
  readonly input2?: readonly number[];
  readonly output: readonly number[];
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function operandOf(shape: readonly number[], input: readonly number[], coding: ValueCoding): UnitOperand {
  const step = shape.slice(1);
  const size = product(step);
  const all = Float64Array.from(input);
  return coding === 'rate'
    ? { shape: step, values: all, constant: undefined }
    : { shape: step, values: all.slice(size), constant: all.slice(0, size) };
}

function neuronOf(stored: StoredCase, coding: ValueCoding): UnitWork {
  const name = stored.unit;
  const model = name.startsWith('LIF') ? 'lif' : name.startsWith('IF') ? 'if' : 'mt';
  const rule = name.endsWith('_line') ? 'signed' : 'relu';
  const negative = coding === 'differential' || name.includes('_with_neg');
  const { num_thresholds: levels = 1, tau = 1 } = stored.parameters;
  const shape = stored.shape.slice(1);
  const inner = product(shape.slice(2));
  const channels = shape[1]!;
  const thresholds = new Float64Array(product(shape)).map((_, i) => stored.threshold![Math.floor(i / inner) % channels]!);
  return { kind: 'neuron', settings: { model, rule, negative, inputCoding: coding, coding, levels, tau }, thresholds };
}

function workOf(stored: StoredCase, coding: ValueCoding): UnitWork {
  const [unit, name] = stored.unit.split(':');
  switch (unit) {
    case 'expectation_compensation':
      switch (name) {
        case 'relu':
        case 'gelu':
        case 'silu':
        case 'softmax':
        case 'layer_norm':
          return { kind: 'expectation', function: name };
        default:
          throw new Error(`no such function in the harness: ${name}`);
      }
    case 'max_pool':
      return { kind: 'max-pool', kernel: stored.parameters.kernel! };
    case 'matmul':
    case 'multiply':
      return { kind: unit };
    default:
      if (!/^(IF|LIF|MTH)(_|$)/.test(stored.unit)) throw new Error(`no such unit in the harness: ${stored.unit}`);
      return neuronOf(stored, coding);
  }
}

/** Every case of units.json. A differential case's first step, b and a silent output, is checked and taken off. */
export function unitCases(): UnitCase[] {
  const stored = JSON.parse(readFileSync(new URL('../units/units.json', import.meta.url), 'utf8')) as StoredCase[];
  return stored.map((one) => {
    const coding: ValueCoding = one.coding.startsWith('diff') ? 'differential' : 'rate';
    const operands = [operandOf(one.shape, one.input, coding)];
    if (one.shape2 !== undefined && one.input2 !== undefined) operands.push(operandOf(one.shape2, one.input2, coding));
    const output = Float64Array.from(one.output);
    const silent = coding === 'differential' ? output.length / (one.T + 1) : 0;
    if (output.subarray(0, silent).some((value) => value !== 0)) throw new Error(`${one.unit}: the first pass is not silent`);
    const name = `${one.unit} (${one.coding})`;
    return { name, coding, steps: one.T, work: workOf(one, coding), operands, expected: output.slice(silent) };
  });
}

/** Largest relative L2 distance of any step from the published output. */
export function unitDistance(unitCase: UnitCase, output: Float64Array): number {
  const { expected, steps, name } = unitCase;
  if (output.length !== expected.length) throw new Error(`${name}: ${output.length} values instead of ${expected.length}`);
  const size = expected.length / steps;
  let worst = 0;
  for (let t = 0; t < steps; t++) {
    let difference = 0;
    let norm = 0;
    for (let i = t * size; i < (t + 1) * size; i++) {
      difference += (output[i]! - expected[i]!) ** 2;
      norm += expected[i]! ** 2;
    }
    const distance = Math.sqrt(difference) / (norm === 0 ? 1 : Math.sqrt(norm));
    worst = Math.max(worst, Number.isNaN(distance) ? Infinity : distance);
  }
  return worst;
}

/** Runs a case; throws when any step is farther than `bound` (relative L2; golden/README.md: 1e-6 in 64 bits) from the published output. */
export function checkUnit(unitCase: UnitCase, run: (unitCase: UnitCase) => Float64Array, bound = 1e-6): number {
  const distance = unitDistance(unitCase, run(unitCase));
  if (!(distance <= bound)) throw new Error(`${unitCase.name}: relative L2 distance ${distance} of a step exceeds ${bound}`);
  return distance;
}
