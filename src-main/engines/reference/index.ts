/**
 * The reference engine: float64 in plain TypeScript, step by step and unit by unit. It is slow and exact. Every other engine is
 * tested against it, and it is tested against the paper's implementation (tests/golden).
 */
import { outputCoding } from '../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { arrayPasses, type Summary, summarise } from '../../../src-shared/statistics/index.ts';
import { atBatch, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';
import { createDecoder, encodeInput, rowsPerSample } from '../../../src-shared/units/index.ts';
import type {
  BatchResult,
  Engine,
  EngineSession,
  FloatOptions,
  RunOptions,
  SummaryTap,
} from '../../../src-shared/engine/index.ts';
import { createConversionErrors } from './conversion-errors.ts';
import { createCounters } from './counters.ts';
import { forBatch } from './for-batch.ts';
import { createStage, floatStage } from './stages.ts';

export const referenceEngine: Engine = {
  id: 'reference',
  prepare: (network) => Promise.resolve(createSession(network)),
};

function createSession(network: SpikingNetwork): EngineSession {
  return {
    float: (inputs, batch, options = {}) => Promise.resolve().then(() => runFloat(network, inputs, batch, options)),
    summarise: (inputs, batch, taps, options = {}) =>
      Promise.resolve().then(() => summariseFloat(network, inputs, batch, taps, options)),
    run: (inputs, batch, options) => runSteps(network, inputs, batch, options),
    notes: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Runs the float network stage by stage. `tap` is called once for each value, with the whole batch. */
function runFloat(
  spiking: SpikingNetwork,
  inputs: TensorData,
  batch: number,
  options: FloatOptions,
  tap: (value: ValueId, data: Float64Array) => void = () => {},
): Float64Array[] {
  const { network } = spiking;
  const values = new Map<ValueId, Float64Array>([[network.input.value, Float64Array.from(inputs)]]);
  tap(network.input.value, values.get(network.input.value)!);
  for (const stage of spiking.stages) {
    options.signal?.throwIfAborted();
    values.set(stage.output, floatStage(network, stage, batch)(values));
    tap(stage.output, values.get(stage.output)!);
  }
  return network.outputs.map((output) => values.get(output.value)!);
}

/** The whole batch is one part. */
function summariseFloat(
  spiking: SpikingNetwork,
  inputs: TensorData,
  batch: number,
  taps: readonly SummaryTap[],
  options: FloatOptions,
): Summary[][] {
  const found = new Map<SummaryTap, Summary>();
  runFloat(spiking, inputs, batch, options, (value, data) => {
    const rows = batch * rowsPerSample(spiking.network.shapes.get(value)!);
    for (const tap of taps) {
      if (tap.value === value) found.set(tap, summarise(tap.request, arrayPasses(data, tap.request.shape), rows));
    }
  });
  return taps.map((tap) => [found.get(tap)!]);
}

async function runSteps(spiking: SpikingNetwork, inputs: TensorData, batch: number, options: RunOptions): Promise<BatchResult> {
  const { network } = spiking;
  const samples = Float64Array.from(inputs);
  const constant = forBatch(network, spiking.constantParts, batch);
  const counters = createCounters(spiking, batch, options.steps, constant);
  const recorder = createRecorder(options.record?.values ?? [], options.steps);
  const float = options.record?.conversionError ? floatActivations(spiking, samples, batch) : undefined;
  const errors = float && createConversionErrors(spiking, float.activations, options.steps);
  const stages = spiking.stages.map((stage) => ({ stage, step: createStage(spiking, stage, batch, counters.product, constant) }));
  const outputs = network.outputs.map(({ value }) => ({
    value,
    decode: createDecoder(outputCoding(spiking, value), spiking.tau, constant(value), 1),
    logits: new Float64Array(options.steps * sizeOf(atBatch(network.shapes.get(value)!, batch))),
  }));
  for (let t = 0; t < options.steps; t++) {
    const values = new Map<ValueId, Float64Array>([[network.input.value, encodeInput(spiking.coding, spiking.tau, samples, t)]]);
    for (const { stage, step } of stages) {
      options.signal?.throwIfAborted();
      counters.before(stage, values, t);
      const sent = step(values, t);
      values.set(stage.output, sent);
      recorder.add(stage.output, sent, t);
      if (stage.kind === 'neuron') {
        counters.neuron(stage, sent, t);
        errors?.add(stage, sent, t);
      }
    }
    for (const { value, decode, logits } of outputs) {
      const decoded = decode(values.get(value)!, t);
      logits.set(decoded, t * decoded.length);
    }
    options.onProgress?.((t + 1) / options.steps);
    // The event loop runs between steps, so that a signal can abort them.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const neurons = new Map(counters.neurons);
  if (errors) for (const [id, counts] of neurons) neurons.set(id, { ...counts, ...errors.of(id) });
  return {
    logits: outputs.map(({ logits }) => logits),
    neurons,
    counted: counters.counted,
    ...(float ? { float: float.outputs } : {}),
    ...(options.record?.values ? { values: recorder.values } : {}),
    ...(options.record?.values && float ? { activations: only(float.activations, options.record.values) } : {}),
  };
}

/** Keeps the outputs of the stages that write `wanted` values, `[T, B, …]` each. */
function createRecorder(wanted: readonly ValueId[], steps: number) {
  const values = new Map<ValueId, Float64Array>();
  return {
    values,
    add(value: ValueId, sent: Float64Array, t: number): void {
      if (!wanted.includes(value)) return;
      if (!values.has(value)) values.set(value, new Float64Array(steps * sent.length));
      values.get(value)!.set(sent, t * sent.length);
    },
  };
}

const only = (map: ReadonlyMap<ValueId, Float64Array>, keys: readonly ValueId[]): Map<ValueId, Float64Array> =>
  new Map([...map].filter(([key]) => keys.includes(key)));

/** The float activation that each neuron layer stands for, by the value that the layer writes. */
function floatActivations(spiking: SpikingNetwork, samples: Float64Array, batch: number) {
  const activations = new Map<ValueId, Float64Array>();
  const neurons = new Set(spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output));
  const outputs = runFloat(spiking, samples, batch, {}, (value, data) => {
    if (neurons.has(value)) activations.set(value, data.slice());
  });
  return { activations, outputs };
}
