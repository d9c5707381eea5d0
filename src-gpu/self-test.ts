/**
 * The self-test of a device. It measures the arithmetic, compares the neurons of every model with the units of src-shared/units, runs a
 * model on onnxruntime-web, and gives a figure of speed.
 */
import { emptyCounts } from '../src-shared/engine/index.ts';
import type { NeuronUnit } from '../src-shared/spiking/index.ts';
import { BATCH } from '../src-shared/tensor/index.ts';
import { createNeuron, type NeuronSettings } from '../src-shared/units/index.ts';
import { download, type OpenDevice, upload } from './device.ts';
import { type LiveDevice, shareDevice } from './live-device.ts';
import { neuronOperation } from './neuron.ts';
import type { WriteModel } from './models.ts';
import type { Runtime } from './runtime.ts';
import { createTile } from './tile.ts';
import { createWorkspace } from './workspace.ts';

export interface SelfTest {
  /** Of each operation, the largest distance from the correctly rounded result, in units in the last place. */
  readonly arithmetic: readonly { readonly operation: string; readonly ulps: number }[];
  /** Of each form of neurons, the share of neurons that send something else than in 64 bits: ties, which rounding decides. */
  readonly neurons: readonly { readonly form: string; readonly share: number }[];
  /** Relative error of a matrix product on onnxruntime-web. */
  readonly segment: number;
  /** Neuron steps a second, spikes written down and counted. */
  readonly neuronStepsPerSecond: number;
  readonly correct: boolean;
}

const SIZE = 4096;
const STEPS = 8;
/** Neurons that ties may decide otherwise, and rounding of a segment: far below what a wrong result would be. */
const MOST_TIES = 0.02;
const SEGMENT_ROUNDING = 1e-5;
const SPEED_ROUNDS = 8;

const OPERATIONS: readonly (readonly [name: string, text: string, exact: (x: number, y: number) => number])[] = [
  ['+', 'x[0][s] + y[0][s]', (x, y) => x + y],
  ['×', 'x[0][s] * y[0][s]', (x, y) => x * y],
  ['÷', 'x[0][s] / y[0][s]', (x, y) => x / y],
  ['√', 'Math.sqrt(x[0][s])', (x) => Math.sqrt(x)],
];

/** Every form of neurons: models, codings, rules. */
const FORMS: readonly NeuronSettings[] = (['if', 'lif', 'mt', 'ms'] as const).flatMap((model) =>
  (['rate', 'differential'] as const).flatMap((coding) =>
    (['relu', 'signed'] as const).map((rule) => {
      const levels = model === 'mt' || model === 'ms' ? 5 : 1;
      return { model, rule, negative: true, inputCoding: coding, coding, levels, tau: model === 'lif' ? 0.9 : 1 };
    }),
  ),
);

/** Runs it. Throws `engine.failed` if the device refuses the work. */
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
  const neurons = [];
  for (const settings of FORMS) neurons.push(await tiesOf(live, settings));
  const segment = await segmentError(live);
  const correct = neurons.every(({ share }) => share <= MOST_TIES) && segment <= SEGMENT_ROUNDING;
  return { arithmetic, neurons, segment, neuronStepsPerSecond: await speedOf(live), correct };
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

/** A layer of neurons, its input from −0.6 to 1.2 thresholds at every step. */
function layerOf(settings: NeuronSettings) {
  const values = Float64Array.from(numbers(SIZE, 3), (value) => Math.fround(0.2 + value));
  const sent = Float32Array.from(numbers(SIZE * STEPS, 4), (value) => (value - 0.8) * 1.7);
  const unit: NeuronUnit = {
    ...{ kind: 'neuron', id: 'n', name: 'n', node: 'n', input: 'x', output: 'y' },
    ...settings,
    thresholds: { level: 'neuron', shape: [1, SIZE], values },
  };
  const shapes = new Map(['x', 'y'].map((value) => [value, [BATCH, SIZE]]));
  const ends = { name: 'self-test', input: { name: 'x', value: 'x' }, outputs: [{ name: 'y', value: 'y' }] };
  const network = { ...ends, nodes: [], constants: new Map(), shapes };
  const spiking = { network, coding: settings.coding, tau: 1, stages: [unit], counted: [], constantParts: new Map() };
  const places = ['x', 'y'] as const;
  const program = {
    layouts: new Map(places.map((value) => [value, { outer: 1, inner: SIZE }])),
    times: new Map(places.map((value) => [value, 'varying' as const])),
    holder: (value: string) => value,
    reads: new Map(places.map((value) => [value, 1])),
  };
  return { unit, spiking, program, sent };
}

async function run(
  { device, workspace: { compiler } }: LiveDevice,
  { unit, spiking, program, sent }: ReturnType<typeof layerOf>,
): Promise<Float32Array> {
  const tile = createTile(createWorkspace(device, compiler), program, STEPS, 1, undefined);
  device.queue.writeBuffer(tile.write('x'), 0, sent);
  await neuronOperation(spiking, { kind: 'neuron', unit, estimated: false }, 0).run(tile, emptyCounts(1, 0, STEPS));
  let result = new Float32Array(0);
  tile.readBackValue('y', (values) => (result = values.slice()));
  await tile.finish();
  return result;
}

async function tiesOf(live: LiveDevice, settings: NeuronSettings) {
  const layer = layerOf(settings);
  const found = await run(live, layer);
  const step = createNeuron(settings, layer.unit.thresholds.values, undefined, 1);
  const differs = new Set<number>();
  for (let t = 0; t < STEPS; t++) {
    const expected = step(Float64Array.from(layer.sent.subarray(t * SIZE, (t + 1) * SIZE)), t);
    expected.forEach((value, i) => {
      if (Math.abs(value - found[t * SIZE + i]!) > 1e-5) differs.add(i);
    });
  }
  const { model, coding, rule } = settings;
  return { form: `${model}, ${coding}, ${rule === 'relu' ? 'ReLU' : rule}`, share: differs.size / SIZE };
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

async function speedOf(live: LiveDevice): Promise<number> {
  const layer = layerOf(FORMS.find(({ model, coding }) => model === 'mt' && coding === 'differential')!);
  const start = Date.now();
  for (let round = 0; round < SPEED_ROUNDS; round++) await run(live, layer);
  return (SPEED_ROUNDS * SIZE * STEPS * 1000) / Math.max(1, Date.now() - start);
}
