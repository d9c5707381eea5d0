/** Float networks in one worker: their ONNX Runtime sessions, and arrays for what they compute. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { atBatch, type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { FloatNetwork } from './protocol.ts';
import { createSession } from './segment.ts';

/** Number of sessions that are kept. An evaluation alternates between the outputs alone and the activations of all layers. */
const KEPT = 2;

interface Entry {
  readonly session: InferenceSession;
  /** An array for each output, large enough for the largest batch so far. New arrays for every batch would be freed late. */
  readonly room: Float32Array<ArrayBuffer>[];
}

export interface FloatRunner {
  /** The session of a network; undefined if the network has no outputs. */
  session(network: FloatNetwork): Promise<InferenceSession | undefined>;
  /** The outputs for `samples` `[batch, …]`, each `[batch, …]`. They are valid until the network runs again. */
  run(network: FloatNetwork, samples: Float32Array, batch: number): Promise<Float32Array[]>;
}

/** `input`: shape of the network's input. */
export function createFloatRunner(input: Shape): FloatRunner {
  /** By key; the most recently used is the last. */
  const entries = new Map<number, Entry>();

  async function entryOf({ key, model }: FloatNetwork): Promise<Entry> {
    const known = entries.get(key);
    entries.delete(key);
    if (!known && entries.size >= KEPT) {
      const [oldest] = entries as Iterable<[number, Entry]>;
      entries.delete(oldest![0]);
      await oldest![1].session.release();
    }
    const entry = known ?? { session: await createSession(model), room: model.outputs.map(() => new Float32Array(0)) };
    entries.set(key, entry);
    return entry;
  }

  return {
    session: async (network) => (network.model.outputs.length === 0 ? undefined : (await entryOf(network)).session),
    async run(network, samples, batch) {
      const { model, shapes } = network;
      if (model.outputs.length === 0) return [];
      const { session, room } = await entryOf(network);
      const outputs = model.outputs.map((name, output): [string, Tensor] => {
        const dims = atBatch(shapes[output]!, batch);
        const length = sizeOf(dims);
        if (room[output]!.length < length) room[output] = new Float32Array(length);
        return [name, new Tensor('float32', room[output]!.subarray(0, length), dims)];
      });
      const feeds = { [model.inputs[0]!]: new Tensor('float32', samples, atBatch(input, batch)) };
      await session.run(feeds, Object.fromEntries(outputs));
      return outputs.map(([, tensor]) => tensor.data as Float32Array);
    },
  };
}
