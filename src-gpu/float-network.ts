/** The float network on the device: its outputs on the host, or activations that stay where they are. */
import { floatGraph } from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../src-shared/tensor/index.ts';
import { download } from './device.ts';
import type { Models } from './models.ts';
import type { DeviceModel } from './runtime.ts';
import type { Workspace } from './workspace.ts';

/** Values of the float network for some samples, each `[outer, b, inner]`, until they are given back. */
export interface FloatValues {
  /** The buffer of a value that was asked for. */
  readonly buffer: (value: ValueId) => GPUBuffer;
  readonly read: (value: ValueId) => Promise<Float32Array>;
  readonly dispose: () => void;
}

export interface FloatNetworks {
  /** Computes these values for `samples` `[batch, …]`. Models are kept: a session asks for the same ones again and again. */
  run(wanted: readonly ValueId[], samples: Float32Array, batch: number): Promise<FloatValues>;
  release(): Promise<void>;
}

interface Loaded {
  readonly outputs: readonly ValueId[];
  readonly names: ReadonlyMap<ValueId, ValueId>;
  /** Undefined where all that is wanted is the network's input. */
  readonly model: DeviceModel | undefined;
}

export function createFloatNetworks(spiking: SpikingNetwork, { device, pool }: Workspace, { load }: Models): FloatNetworks {
  const { network } = spiking;
  const input = network.input.value;
  const known = new Map<string, Loaded>();
  const loadedFor = async (wanted: readonly ValueId[]): Promise<Loaded> => {
    const key = JSON.stringify(wanted);
    const entry = known.get(key);
    if (entry) return entry;
    const { graph, names } = floatGraph(spiking, wanted);
    const outputs = graph.outputs.map(({ value }) => value);
    const loaded: Loaded = {
      outputs,
      names: new Map(wanted.map((value, index) => [value, names[index]!])),
      model: outputs.length === 0 ? undefined : await load(graph),
    };
    known.set(key, loaded);
    return loaded;
  };
  const lengthOf = (value: ValueId, batch: number): number => sizeOf(atBatch(network.shapes.get(value)!, batch));

  return {
    async run(wanted, samples, batch) {
      const { outputs, names, model } = await loadedFor(wanted);
      const buffers = new Map(
        [input, ...outputs].map((value) => [value, pool.take(lengthOf(value, batch) * samples.BYTES_PER_ELEMENT)]),
      );
      const dispose = (): void => {
        for (const buffer of buffers.values()) pool.give(buffer);
      };
      try {
        device.queue.writeBuffer(buffers.get(input)!, 0, samples as Float32Array<ArrayBuffer>);
        const tensor = (value: ValueId) => ({ buffer: buffers.get(value)!, dims: atBatch(network.shapes.get(value)!, batch) });
        await model?.run([tensor(input)], outputs.map(tensor));
      } catch (error) {
        dispose();
        throw error;
      }
      const buffer = (value: ValueId): GPUBuffer => buffers.get(names.get(value)!)!;
      return { buffer, read: (value) => download(device, buffer(value), lengthOf(value, batch)), dispose };
    },
    release: async () => {
      for (const { model } of known.values()) await model?.release();
    },
  };
}
