/**
 * A session of the cpu engine. It compiles the network for the first spiking run, hands the tiles of a batch to the workers, and joins
 * the results.
 */
import { floatGraph, type Layout, layoutsOf } from '../../../src-shared/lowering/index.ts';
import type { Network, ValueId } from '../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';
import {
  type BatchResult,
  createCollector,
  createRecorder,
  type EngineSession,
  joinValue,
  type RunOptions,
} from '../../../src-shared/engine/index.ts';
import { createPool, type Pool, type TileRequest } from './pool.ts';
import { blockedLayout, type BlockedLayout } from './program/block-size.ts';
import { compileProgram } from './program/compile.ts';
import { inSharedMemory } from './program/models.ts';
import type { Program } from './program/program.ts';
import { type FloatNetworks, summarise } from './summaries.ts';
import { tileRanges, widestStage } from './tiling.ts';

/** What the runs of a session share. */
export interface SessionState {
  readonly spiking: SpikingNetwork;
  readonly pool: Pool;
  readonly floatNetwork: FloatNetworks;
  /** Layouts of the network's values. */
  readonly layouts: ReadonlyMap<ValueId, Layout>;
  readonly outputs: readonly ValueId[];
  /** Bytes of one sample at one step in the widest stage. */
  readonly stageBytes: number;
  /** Compiled for the first spiking run. */
  program: Program | undefined;
}

/** The state of a new session, with its workers. */
export const createState = (spiking: SpikingNetwork, threads: number): SessionState => ({
  spiking,
  pool: createPool(threads, { input: spiking.network.shapes.get(spiking.network.input.value)! }),
  floatNetwork: createFloatNetworks(spiking),
  layouts: layoutsOf(spiking),
  outputs: spiking.network.outputs.map((output) => output.value),
  stageBytes: widestStage(spiking),
  program: undefined,
});

export function createSession(spiking: SpikingNetwork, threads: number): EngineSession {
  const { network } = spiking;
  const session = createState(spiking, threads);
  const { pool, floatNetwork } = session;
  return {
    float: (inputs, batch, { signal } = {}) => runFloat(session, inputs, batch, signal),
    summarise: async (inputs, batch, taps, { signal } = {}) => {
      const shared = { inputs: shareInputs(network, inputs, batch), samples: batch };
      return summarise(pool, floatNetwork, network.shapes, shared, taps, signal);
    },
    run: (inputs, batch, options) => runSpiking(session, inputs, batch, options),
    notes: async () => (spiking.counted.some(({ kind }) => kind === 'conv') ? layoutNotes(await blockedLayout()) : []),
    [Symbol.asyncDispose]: () => pool.dispose(),
  };
}

/** The float network's outputs, each `[outer, B, inner]` as its layout says. */
export async function runFloat(
  { spiking, pool, floatNetwork, layouts, outputs, stageBytes }: SessionState,
  inputs: TensorData,
  batch: number,
  signal: AbortSignal | undefined,
): Promise<Float64Array[]> {
  const { network } = spiking;
  const { network: model, indices } = floatNetwork(outputs);
  const tiles = tileRanges(batch, pool.threads, stageBytes);
  const shared = shareInputs(network, inputs, batch);
  const wholes = outputs.map((value) => new Float64Array(batch * sampleSize(network, value)));
  const inputSize = sampleSize(network, network.input.value);
  await pool.work({
    inputs: shared,
    tiles: tiles.map((tile): TileRequest => ({ kind: 'float', ...tile, network: model })),
    signal,
    onTile: (response, index) => {
      if (response.kind !== 'float') return;
      const tile = tiles[index]!;
      indices.forEach((output, position) => {
        // −1: the network returns its input.
        const part =
          output < 0
            ? shared.subarray(tile.first * inputSize, (tile.first + tile.samples) * inputSize)
            : response.outputs[output]!;
        joinValue(wholes[position]!, part, layouts.get(outputs[position]!)!, batch, tile);
      });
    },
  });
  return wholes;
}

async function runSpiking(
  session: SessionState,
  inputs: TensorData,
  batch: number,
  { steps, signal, onProgress, record }: RunOptions,
): Promise<BatchResult> {
  const { spiking, pool, layouts, outputs, stageBytes } = session;
  const recorder = createRecorder(spiking, record?.values ?? [], { engine: 'cpu', batch, steps });
  if (!session.program) {
    session.program = compileProgram(spiking, (await blockedLayout()).block);
    pool.broadcast({ kind: 'program', program: session.program });
  }
  const errors = record?.conversionError === true;
  const tiles = tileRanges(batch, pool.threads, stageBytes * steps);
  const outputLayouts = outputs.map((value) => layouts.get(value)!);
  const collector = createCollector(spiking, outputLayouts, batch, steps, errors);
  const request = { ...(errors ? { float: errorRequest(session) } : {}), record: recorder.layers };
  let samples = 0;
  await pool.work({
    inputs: shareInputs(spiking.network, inputs, batch),
    tiles: tiles.map((tile): TileRequest => ({ kind: 'run', ...tile, steps, ...request })),
    signal,
    onTile: (response, index) => {
      if (response.kind !== 'run') return;
      collector.add(response.result, tiles[index]!);
      recorder.add(response.recorded, tiles[index]!);
      samples += tiles[index]!.samples;
      onProgress?.(samples / batch);
    },
  });
  if (!record?.values) return collector.result();
  const { values, activations } = recorder;
  return { ...collector.result(), values, ...(errors ? { activations } : {}) };
}

/** A request for the float network with the activations that neuron layers stand for, to compare the layers with. */
function errorRequest({ spiking, floatNetwork, outputs }: SessionState) {
  const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
  const { network, indices } = floatNetwork([...neurons, ...outputs]);
  return { network, activations: indices.slice(0, neurons.length), outputs: indices.slice(neurons.length) };
}

/** Entries of a value in one sample. */
const sampleSize = ({ shapes }: Network, value: ValueId): number => sizeOf(atBatch(shapes.get(value)!, 1));

/** A batch in shared memory. Throws a RangeError if the inputs are not those of so many samples. */
export function shareInputs(network: Network, inputs: TensorData, batch: number): Float32Array {
  const expected = batch * sampleSize(network, network.input.value);
  if (inputs.length !== expected) throw new RangeError(`${batch} samples are ${expected} values, not ${inputs.length}`);
  const shared = new Float32Array(new SharedArrayBuffer(expected * Float32Array.BYTES_PER_ELEMENT));
  shared.set(inputs);
  return shared;
}

/** Notes for the report on the layout that convolutions ran in; none if they ran in the blocked one. */
export const layoutNotes = ({ block, why = '' }: BlockedLayout): string[] =>
  block > 0
    ? []
    : [`Convolutions ran in the plain channel layout, which takes longer; ONNX Runtime's blocked one is not used here: ${why}.`];

/** Makes float networks and keeps them by their outputs: a session asks for the same few again and again. */
function createFloatNetworks(spiking: SpikingNetwork): FloatNetworks {
  const known = new Map<string, ReturnType<FloatNetworks>>();
  return (values) => {
    const name = JSON.stringify(values);
    let entry = known.get(name);
    if (!entry) {
      const { graph, names } = floatGraph(spiking, values);
      const model = inSharedMemory(graph);
      const shapes = model.outputs.map((value) => spiking.network.shapes.get(value)!);
      entry = { network: { key: known.size, model, shapes }, indices: names.map((value) => model.outputs.indexOf(value)) };
      known.set(name, entry);
    }
    return entry;
  };
}
