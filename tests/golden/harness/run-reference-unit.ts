/** Runs a golden unit case on the float64 units of src-shared/units, in the functions and products that the cases use. */
import { erf } from '../../../src-shared/math/erf.ts';
import {
  createExpectation,
  createMaxPool,
  createNeuron,
  createProduct,
  createTranscoder,
  tileUpsample,
} from '../../../src-shared/units/index.ts';
import type { EstimateFunction, Multiply, UnitStep } from '../../../src-shared/units/index.ts';
import type { UnitCase, UnitOperand } from '../../../src-shared/engine/unit-case.ts';

const byRow =
  (length: number, f: (row: Float64Array) => Float64Array): EstimateFunction =>
  (all) => {
    const result = new Float64Array(all.length);
    for (let i = 0; i < all.length; i += length) result.set(f(all.subarray(i, i + length)), i);
    return result;
  };

function softmax(row: Float64Array): Float64Array {
  const most = Math.max(...row);
  const powers = row.map((x) => Math.exp(x - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((x) => x / sum);
}

function layerNorm(row: Float64Array): Float64Array {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
  return row.map((x) => (x - mean) / Math.sqrt(variance + 1e-5));
}

function functionOf(name: string, shape: readonly number[]): EstimateFunction {
  const last = shape.at(-1)!;
  switch (name) {
    case 'relu':
      return (x) => x.map((v) => Math.max(0, v));
    case 'gelu':
      return (x) => x.map((v) => 0.5 * v * (1 + erf(v / Math.SQRT2)));
    case 'silu':
      return (x) => x.map((v) => v / (1 + Math.exp(-v)));
    case 'softmax':
      return byRow(last, softmax);
    default:
      return byRow(last, layerNorm);
  }
}

function maxPoolOf(operand: UnitOperand, kernel: number) {
  const [batch, channels, height, width] = operand.shape as [number, number, number, number];
  const [rows, columns] = [Math.floor(height / kernel), Math.floor(width / kernel)];
  const planes = batch * channels;
  const pool = (x: Float64Array) => {
    const pooled = new Float64Array(planes * rows * columns).fill(-Infinity);
    for (let p = 0; p < planes; p++)
      for (let y = 0; y < rows * kernel; y++)
        for (let z = 0; z < columns * kernel; z++) {
          const to = (p * rows + Math.floor(y / kernel)) * columns + Math.floor(z / kernel);
          pooled[to] = Math.max(pooled[to]!, x[(p * height + y) * width + z]!);
        }
    return pooled;
  };
  return { pool, upsample: tileUpsample(planes, [height, width], [rows, columns], [kernel, kernel]) };
}

/** `[…, n, k]` times `[…, k, m]`. */
function matrixProduct(x: readonly number[], y: readonly number[]): Multiply {
  const [n, k, m] = [x.at(-2)!, x.at(-1)!, y.at(-1)!];
  return (a, b) => {
    const matrices = a.length / (n * k);
    const product = new Float64Array(matrices * n * m);
    for (let i = 0; i < matrices * n; i++)
      for (let j = 0; j < m; j++) {
        const matrix = Math.floor(i / n);
        for (let l = 0; l < k; l++) product[i * m + j] = product[i * m + j]! + a[i * k + l]! * b[(matrix * k + l) * m + j]!;
      }
    return product;
  };
}

function stepOf(unitCase: UnitCase): UnitStep {
  const { work, coding, operands } = unitCase;
  const [operand] = operands as readonly [UnitOperand];
  switch (work.kind) {
    case 'neuron':
      return createNeuron(work.settings, work.thresholds, operand.constant, 1);
    case 'expectation':
      return createExpectation(functionOf(work.function, operand.shape), coding, operand.constant, 1);
    case 'max-pool':
      return createMaxPool('residual', maxPoolOf(operand, work.kernel), coding, operand.constant, 1);
    case 'transcoder':
      return createTranscoder(work.from, coding, operand.constant, 1);
    default:
      throw new Error('a product has two operands');
  }
}

/** The output `[T, …]` flat. */
export function runReferenceUnit(unitCase: UnitCase): Float64Array {
  const { work, coding, operands, steps } = unitCase;
  const output = new Float64Array(unitCase.expected.length);
  const at = (operand: UnitOperand, t: number) => {
    const size = operand.values.length / steps;
    return operand.values.subarray(t * size, (t + 1) * size);
  };
  const [first, second] = operands as readonly [UnitOperand, UnitOperand | undefined];
  const size = output.length / steps;
  if (second === undefined) {
    const step = stepOf(unitCase);
    for (let t = 0; t < steps; t++) output.set(step(at(first, t), t), t * size);
    return output;
  }
  const multiply: Multiply =
    work.kind === 'matmul' ? matrixProduct(first.shape, second.shape) : (x, y) => x.map((v, i) => v * y[i]!);
  const step = createProduct(multiply, coding, [first.constant, second.constant]);
  for (let t = 0; t < steps; t++) output.set(step(at(first, t), at(second, t), t).output, t * size);
  return output;
}
