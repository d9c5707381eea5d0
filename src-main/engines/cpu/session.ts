/** A session of the cpu engine: compiles when first needed, hands tiles to the workers, joins what comes back. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { layoutsOf } from '../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';
import type { BatchResult, EngineSession, RunOptions } from '../../../src-shared/engine/index.ts';
import { createCollector, joinValue } from './collect.ts';
import { createPool, type TileRequest } from './pool.ts';
import { blockedLayout, type BlockedLayout } from './program/block-size.ts';
import { compileProgram } from './program/compile.ts';
import { floatModel } from './program/models.ts';
import type { Program } from './program/program.ts';
import { type FloatNetworks, summarise } from './summaries.ts';
import { tileRanges, widestStage } from './tiling.ts';

export function createSession(spiking: SpikingNetwork, threads: number): EngineSession {
  const { network } = spiking;
  const layouts = layoutsOf(spiking);
  const pool = createPool(threads, { input: network.shapes.get(network.input.value)! });
  const floatNetwork = createFloatNetworks(spiking);
  const outputs = network.outputs.map((output) => output.value);
  const stageBytes = widestStage(spiking);
  let program: Program | undefined;

  const float = async (inputs: TensorData, batch: number, signal?: AbortSignal): Promise<Float64Array[]> => {
    const { network: model, indices } = floatNetwork(outputs);
    const tiles = tileRanges(batch, threads, stageBytes);
    const shared = shareInputs(inputs, batch);
    const wholes = outputs.map((value) => new Float64Array(batch * sampleSize(value)));
    await pool.work({
      inputs: shared,
      tiles: tiles.map((tile): TileRequest => ({ kind: 'float', ...tile, network: model })),
      signal,
      onTile: (response, index) => {
        if (response.kind !== 'float') return;
        const tile = tiles[index]!;
        indices.forEach((output, position) => {
          const part = output < 0 ? samplesOf(shared, tile.first, tile.samples) : response.outputs[output]!;
          joinValue(wholes[position]!, part, layouts.get(outputs[position]!)!, batch, tile);
        });
      },
    });
    return wholes;
  };

  const sampleSize = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const samplesOf = (inputs: Float32Array, first: number, samples: number): Float32Array => {
    const size = sampleSize(network.input.value);
    return inputs.subarray(first * size, (first + samples) * size);
  };

  const shareInputs = (inputs: TensorData, batch: number): Float32Array => {
    const expected = batch * sampleSize(network.input.value);
    if (inputs.length !== expected) throw new RangeError(`${batch} samples are ${expected} values, not ${inputs.length}`);
    const shared = new Float32Array(new SharedArrayBuffer(expected * Float32Array.BYTES_PER_ELEMENT));
    shared.set(inputs);
    return shared;
  };

  const run = async (
    inputs: TensorData,
    batch: number,
    { steps, signal, onProgress, record }: RunOptions,
  ): Promise<BatchResult> => {
    if (record?.values) {
      throw new SpikeloomError('option.invalid', 'The cpu engine does not record values; use the reference engine.', {
        at: { option: 'engine' },
      });
    }
    if (!program) {
      program = compileProgram(spiking, (await blockedLayout()).block);
      pool.broadcast({ kind: 'program', program });
    }
    const errors = record?.conversionError === true;
    const tiles = tileRanges(batch, threads, stageBytes * steps);
    const collector = createCollector(
      spiking,
      outputs.map((value) => layouts.get(value)!),
      batch,
      steps,
      errors,
    );
    const request = errors ? { float: errorRequest() } : {};
    let samples = 0;
    await pool.work({
      inputs: shareInputs(inputs, batch),
      tiles: tiles.map((tile): TileRequest => ({ kind: 'run', ...tile, steps, ...request })),
      signal,
      onTile: (response, index) => {
        if (response.kind !== 'run') return;
        collector.add(response.result, tiles[index]!);
        samples += tiles[index]!.samples;
        onProgress?.(samples / batch);
      },
    });
    return collector.result();
  };

  /** The float network with the activations that neuron layers stand for. */
  const errorRequest = () => {
    const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
    const { network: float, indices } = floatNetwork([...neurons, ...outputs]);
    return { network: float, activations: indices.slice(0, neurons.length), outputs: indices.slice(neurons.length) };
  };

  return {
    float: (inputs, batch, { signal } = {}) => float(inputs, batch, signal),
    summarise: async (inputs, batch, taps, { signal } = {}) =>
      summarise(pool, floatNetwork, network.shapes, { inputs: shareInputs(inputs, batch), samples: batch }, taps, signal),
    run,
    notes: async () => (spiking.counted.some(({ kind }) => kind === 'conv') ? layoutNotes(await blockedLayout()) : []),
    [Symbol.asyncDispose]: () => pool.dispose(),
  };
}

/** What a reader must know of the layout that convolutions ran in: nothing, where it is the blocked one. */
export const layoutNotes = ({ block, why = '' }: BlockedLayout): string[] =>
  block > 0
    ? []
    : [`Convolutions ran in the plain channel layout, which takes longer; ONNX Runtime's blocked one is not used here: ${why}.`];

/** Float networks by the values asked for, kept: a session asks for the same ones again and again. */
function createFloatNetworks(spiking: SpikingNetwork): FloatNetworks {
  const known = new Map<string, ReturnType<FloatNetworks>>();
  return (values) => {
    const name = JSON.stringify(values);
    let entry = known.get(name);
    if (!entry) {
      const { model, names } = floatModel(spiking, values);
      const shapes = model.outputs.map((value) => spiking.network.shapes.get(value)!);
      entry = { network: { key: known.size, model, shapes }, indices: names.map((value) => model.outputs.indexOf(value)) };
      known.set(name, entry);
    }
    return entry;
  };
}
