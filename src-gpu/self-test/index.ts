/**
 * The self-test of a device. It measures the arithmetic, runs every unit against its recorded values and a model on onnxruntime-web,
 * and gives a figure of speed.
 */
import type { UnitCase } from '../../src-shared/engine/unit-case.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { download, type OpenDevice, upload } from '../device.ts';
import { type LiveDevice, shareDevice } from '../live-device.ts';
import type { WriteModel } from '../models.ts';
import type { Runtime } from '../runtime.ts';
import { recordedCases } from './cases.ts';
import { runUnit } from './run-unit.ts';

export interface SelfTest {
  /** Of each operation, the largest distance from the correctly rounded result, in units in the last place. */
  readonly arithmetic: readonly { readonly operation: string; readonly ulps: number }[];
  readonly units: readonly UnitResult[];
  /** Relative error of a matrix product on onnxruntime-web. */
  readonly segment: number;
  /** Neuron steps a second, spikes written down and counted. */
  readonly neuronStepsPerSecond: number;
  readonly correct: boolean;
}

/** A unit against its recorded values. */
export interface UnitResult {
  readonly unit: string;
  /** Largest distance of a step, relative to what is sent at that step. Neurons that differ are not part of it. */
  readonly distance: number;
  /** Neurons that send something else than recorded. Rounding may decide a tie otherwise; few ties are recorded. */
  readonly differing: number;
  readonly correct: boolean;
}

const SIZE = 4096;
const STEPS = 8;
/** Of a unit's 32 neurons: in 32 bits, three of the IF neurons that turn rate into differential coding decide a tie otherwise. */
const MOST_DIFFERING = 4;
/** Of units, which are held to it in tests too, and of a segment: far below what a wrong result would be. */
const ROUNDING = 1e-5;
const SPEED_ROUNDS = 8;

const OPERATIONS: readonly (readonly [name: string, text: string, exact: (x: number, y: number) => number])[] = [
  ['+', 'x[0][s] + y[0][s]', (x, y) => x + y],
  ['×', 'x[0][s] * y[0][s]', (x, y) => x * y],
  ['÷', 'x[0][s] / y[0][s]', (x, y) => x / y],
  ['√', 'Math.sqrt(x[0][s])', (x) => Math.sqrt(x)],
];

/** Runs it and closes the device. Throws `engine.failed` if the device refuses the work. */
export async function selfTest(opened: OpenDevice, runtime: Runtime, write: WriteModel): Promise<SelfTest> {
  const live = shareDevice(opened, runtime, write).share();
  try {
    return await live.guard(testOn(live));
  } finally {
    live.close();
    opened.device.destroy();
  }
}

async function testOn(live: LiveDevice): Promise<SelfTest> {
  const arithmetic = [];
  for (const operation of OPERATIONS) arithmetic.push(await ulpsOf(live, operation));
  const units = [];
  for (const one of recordedCases()) units.push(compared(one, await runUnit(live, one)));
  const segment = await segmentError(live);
  const correct = units.every((unit) => unit.correct) && segment <= ROUNDING;
  return { arithmetic, units, segment, neuronStepsPerSecond: await speedOf(live), correct };
}

function compared({ name, work, steps, expected }: UnitCase, found: Float64Array): UnitResult {
  const size = expected.length / steps;
  const differs = new Set<number>();
  if (work.kind === 'neuron') {
    expected.forEach((value, i) => {
      if (!(Math.abs(found[i]! - value) <= ROUNDING)) differs.add(i % size);
    });
  }
  let distance = 0;
  for (let t = 0; t < steps; t++) {
    let [difference, norm] = [0, 0];
    for (let i = 0; i < size; i++) {
      if (differs.has(i)) continue;
      difference += (found[t * size + i]! - expected[t * size + i]!) ** 2;
      norm += expected[t * size + i]! ** 2;
    }
    distance = Math.max(distance, Math.sqrt(difference / (norm === 0 ? 1 : norm)));
  }
  // A comparison that is not a number has failed.
  return { unit: name, distance, differing: differs.size, correct: differs.size <= MOST_DIFFERING && distance <= ROUNDING };
}

/** Numbers between 0.5 and 1.5, the same every time. */
const numbers = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.5 + ((((i + 1) * 0.618033988749895 + seed * 0.414213562373095) * 97.31) % 1));

async function ulpsOf({ workspace, device }: LiveDevice, [operation, text, exact]: (typeof OPERATIONS)[number]) {
  const [x, y] = [numbers(SIZE, 1), numbers(SIZE, 2)];
  const source = `function (x, y) { const s = this.thread.x; return ${text} + 0.0 * y[0][s]; }`;
  const kernel = await workspace.compiler.compile({ name: operation, source, arrays: ['x', 'y'], numbers: [], components: 1 });
  const row = { columns: SIZE, rows: 1 };
  const result = { buffer: workspace.pool.take(4 * SIZE), ...row };
  kernel.dispatch(
    [x, y].map((data) => ({ buffer: upload(device, data), ...row })),
    [],
    result,
  );
  const found = await download(device, result.buffer, SIZE);
  const bits = new Int32Array(found.slice().buffer);
  const expected = new Int32Array(Float32Array.from(x, (value, i) => exact(value, y[i]!)).buffer);
  return { operation, ulps: bits.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i]!)), 0) };
}

/** A matrix product of known numbers. */
async function segmentError({ device, models }: LiveDevice): Promise<number> {
  const [rows, inner, columns] = [16, 64, 32];
  const [x, w] = [numbers(rows * inner, 5), numbers(inner * columns, 6)];
  const base = { id: 'm', attributes: {}, path: '', from: [] };
  const model = await models.load({
    name: 'self-test',
    nodes: [{ ...base, op: 'MatMul', inputs: ['x', 'w'], output: 'y' }],
    constants: new Map([['w', { shape: [inner, columns], data: w, dtype: 'float' }]]),
    inputs: [{ value: 'x', shape: [BATCH, inner] }],
    outputs: [{ value: 'y', shape: [BATCH, columns] }],
  });
  const result = upload(device, new Float32Array(rows * columns));
  await model.run([{ buffer: upload(device, x), dims: [rows, inner] }], [{ buffer: result, dims: [rows, columns] }]);
  const found = await download(device, result, rows * columns);
  await model.release();
  let worst = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += x[row * inner + k]! * w[k * columns + column]!;
      worst = Math.max(worst, Math.abs(found[row * columns + column]! / sum - 1));
    }
  }
  return worst;
}

/** A layer of neurons of a size that a device takes notice of. */
function manyNeurons(): UnitCase {
  const codings = { inputCoding: 'differential', coding: 'differential' } as const;
  const settings = { model: 'mt', rule: 'relu', negative: true, levels: 5, tau: 1, ...codings } as const;
  const values = Float64Array.from(numbers(SIZE * STEPS, 4), (value) => (value - 0.8) * 1.7);
  return {
    name: 'many neurons',
    coding: 'differential',
    steps: STEPS,
    work: { kind: 'neuron', settings, thresholds: Float64Array.from(numbers(SIZE, 3), (value) => 0.2 + value) },
    operands: [{ shape: [SIZE], values, constant: new Float64Array(SIZE) }],
    expected: new Float64Array(SIZE * STEPS),
  };
}

async function speedOf(live: LiveDevice): Promise<number> {
  const layer = manyNeurons();
  // The first round compiles.
  await runUnit(live, layer);
  const start = Date.now();
  for (let round = 0; round < SPEED_ROUNDS; round++) await runUnit(live, layer);
  return (SPEED_ROUNDS * SIZE * STEPS * 1000) / Math.max(1, Date.now() - start);
}
