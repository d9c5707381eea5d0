/** A session of the gpu engine: its share of the device, the network compiled for it when first needed, batches tile by tile. */
import {
  type BatchResult,
  createCollector,
  createRecorder,
  emptyCounts,
  type EngineSession,
  evenRanges,
  joinValue,
  partRanges,
  type RunOptions,
  type SampleRange,
  type SummaryTap,
} from '../src-shared/engine/index.ts';
import { SpikeloomError } from '../src-shared/errors/index.ts';
import { layoutsOf } from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { arrayPasses, type Summary, summarise } from '../src-shared/statistics/index.ts';
import { atBatch, sizeOf, type TensorData } from '../src-shared/tensor/index.ts';
import { rowsPerSample } from '../src-shared/units/index.ts';
import type { Devices } from './devices.ts';
import { createFloatNetworks, type FloatNetworks } from './float-network.ts';
import { DeviceLost, type LiveDevice, WorkRefused } from './live-device.ts';
import { notesOf } from './notes.ts';
import { compileProgram, type GpuProgram } from './program.ts';
import { runTile } from './run.ts';
import { PART_BYTES, samplesPerTile } from './tiling.ts';

/** The resources of a session on one device. */
interface Resources {
  readonly live: LiveDevice;
  readonly floats: FloatNetworks;
  readonly program: () => Promise<GpuProgram>;
  /** Releases the models. */
  readonly release: () => Promise<void>;
}

/** Samples of the float network at once. */
const FLOAT_SAMPLES = 64;

/** Ranges of at most `samples` each. */
const rangesOf = (batch: number, samples: number): SampleRange[] => evenRanges(batch, Math.ceil(batch / samples));

export async function createSession(spiking: SpikingNetwork, devices: Devices): Promise<EngineSession> {
  const { network } = spiking;
  const layouts = layoutsOf(spiking);
  const outputs = network.outputs.map(({ value }) => value);
  const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
  let losses = 0;
  let closed = false;
  /** Calls whose work has not ended, by their signals. */
  const underWay = new Set<AbortSignal>();

  const open = async (): Promise<Resources> => {
    const live = await devices.share();
    let program: Promise<GpuProgram> | undefined;
    const floats = createFloatNetworks(spiking, live.workspace, live.models);
    return {
      live,
      floats,
      program: () => (program ??= compileProgram(spiking, live.models)),
      release: async () => {
        await floats.release();
        await (await program)?.release();
      },
    };
  };
  let resources = await open();

  // The pool's buffers have the sizes of one kind of batch; with every other one there would be more of them.
  const kinds = new Map<string, string>();
  const fitPool = ({ live }: Resources, work: string, ...sizes: readonly number[]): void => {
    const known = kinds.get(work);
    if (known !== undefined && known !== sizes.join()) live.workspace.pool.clear();
    kinds.set(work, sizes.join());
  };

  // One batch after another: what a second one enqueued would only make the first one wait.
  const inTurn = async <T>(signal: AbortSignal | undefined, work: (on: Resources) => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const result = devices.inTurn(async () => {
      signal?.throwIfAborted();
      if (closed) throw new SpikeloomError('engine.failed', 'The session of the gpu engine is closed.');
      try {
        return await resources.live.guard(work(resources));
      } catch (error) {
        if (error instanceof WorkRefused) {
          // Buffers that WebGPU refused look like any others, and would be used again.
          resources.live.close();
          resources = await open();
        }
        if (!(error instanceof DeviceLost)) throw error;
        losses++;
        resources = await open();
        // Once more on a fresh device; notes() says so.
        return await resources.live.guard(work(resources));
      }
    });
    if (!signal) return result;
    underWay.add(signal);
    result.finally(() => underWay.delete(signal)).catch(() => undefined);
    return heard(result, signal);
  };

  const sampleSize = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const float32 = (inputs: TensorData, batch: number): Float32Array => {
    const expected = batch * sampleSize(network.input.value);
    if (inputs.length !== expected) throw new RangeError(`${batch} samples are ${expected} values, not ${inputs.length}`);
    return Float32Array.from(inputs);
  };
  const part = (inputs: Float32Array, { first, samples }: SampleRange): Float32Array => {
    const size = sampleSize(network.input.value);
    return inputs.subarray(first * size, (first + samples) * size);
  };
  const wholes = (batch: number): Float64Array[] => outputs.map((value) => new Float64Array(batch * sampleSize(value)));

  const run = async (on: Resources, inputs: Float32Array, batch: number, options: RunOptions): Promise<BatchResult> => {
    const { steps, signal, onProgress, record } = options;
    const { live, floats } = on;
    const program = await on.program();
    const errors = record?.conversionError === true;
    fitPool(on, 'run', batch, steps, Number(errors));
    const recorder = createRecorder(spiking, record?.values ?? [], { engine: 'gpu', batch, steps });
    const recordedValues = recorder.layers.map((layer) => neurons[layer]!);
    const size = { steps, activations: errors ? [...neurons, ...outputs] : [], recorded: recordedValues };
    const tiles = rangesOf(batch, samplesPerTile(live, program, size));
    const outputLayouts = outputs.map((value) => layouts.get(value)!);
    const collector = createCollector(spiking, outputLayouts, batch, steps, errors);
    let operations = 0;
    const check = (): void => {
      signal?.throwIfAborted();
      onProgress?.(operations++ / ((program.operations.length + 1) * tiles.length));
    };
    for (const tile of tiles) {
      const samples = part(inputs, tile);
      const activations = errors ? await floats.run([...neurons, ...outputs], samples, tile.samples) : undefined;
      try {
        const float: Float32Array[] = [];
        if (activations) for (const value of outputs) float.push(await activations.read(value));
        const sent = new Map<ValueId, Float32Array>();
        const recorded = new Map(recordedValues.map((value) => [value, (spikes: Float32Array) => void sent.set(value, spikes)]));
        const request = { samples, batch: tile.samples, steps, activation: activations?.buffer, recorded, check };
        const counts = emptyCounts(neurons.length, spiking.counted.length, steps);
        const logits = await runTile(live.workspace, program, request, counts);
        collector.add({ logits, counts, ...(activations ? { float } : {}) }, tile);
        for (const [index, value] of recordedValues.entries()) {
          const activation = (await activations?.read(value)) ?? new Float32Array(0);
          recorder.add(new Map([[recorder.layers[index]!, { sent: sent.get(value)!, activation }]]), tile);
        }
      } finally {
        activations?.dispose();
      }
    }
    onProgress?.(1);
    if (!record?.values) return collector.result();
    const { values, activations } = recorder;
    return { ...collector.result(), values, ...(errors ? { activations } : {}) };
  };

  const summariseParts = async (
    { floats }: Resources,
    inputs: Float32Array,
    batch: number,
    taps: readonly SummaryTap[],
    signal: AbortSignal | undefined,
  ): Promise<Summary[][]> => {
    const values = [...new Set(taps.map(({ value }) => value))];
    const bytes = values.reduce((sum, value) => sum + sampleSize(value), 0) * inputs.BYTES_PER_ELEMENT;
    const found = taps.map((): Summary[] => []);
    for (const range of partRanges(batch, bytes, PART_BYTES)) {
      signal?.throwIfAborted();
      const activations = await floats.run(values, part(inputs, range), range.samples);
      try {
        for (const value of values) {
          const data = await activations.read(value);
          const rows = batch * rowsPerSample(network.shapes.get(value)!);
          taps.forEach((tap, index) => {
            if (tap.value === value) found[index]!.push(summarise(tap.request, arrayPasses(data, tap.request.shape), rows));
          });
        }
      } finally {
        activations.dispose();
      }
    }
    return found;
  };

  return {
    float: (inputs, batch, { signal } = {}) =>
      inTurn(signal, async (on) => {
        const { floats } = on;
        fitPool(on, 'float', batch);
        const all = float32(inputs, batch);
        const results = wholes(batch);
        for (const tile of rangesOf(batch, FLOAT_SAMPLES)) {
          signal?.throwIfAborted();
          const values = await floats.run(outputs, part(all, tile), tile.samples);
          try {
            for (const [index, value] of outputs.entries()) {
              joinValue(results[index]!, await values.read(value), layouts.get(value)!, batch, tile);
            }
          } finally {
            values.dispose();
          }
        }
        return results;
      }),
    summarise: (inputs, batch, taps, { signal } = {}) =>
      inTurn(signal, (on) => summariseParts(on, float32(inputs, batch), batch, taps, signal)),
    run: (inputs, batch, options) => inTurn(options.signal, (on) => run(on, float32(inputs, batch), batch, options)),
    notes: async () => [...notesOf(resources.live, losses), ...(await devices.tested(resources.live))],
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const released = devices.inTurn(async () => {
        await resources.release();
        resources.live.close();
      });
      // A cancelled call may still compile or compute for long: what it holds is given back behind the scenes.
      if ([...underWay].some(({ aborted }) => aborted)) released.catch(() => undefined);
      else await released;
    },
  };
}

/** The promise, or the signal's reason as soon as it aborts. */
function heard<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
