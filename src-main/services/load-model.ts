/** A model file, ready for choices: read, identified, imported, neuron layers placed. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { type PlacedNetwork, placeNeurons } from '../convert/index.ts';
import { importNetwork, readModel } from '../onnx/index.ts';

/** Which file it is. */
export interface ModelIdentity {
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface LoadedModel extends ModelIdentity {
  /** Path as given. */
  readonly file: string;
  readonly placed: PlacedNetwork;
}

/** Reads and imports the model at `file`. `input`: the image, where the model has several inputs. Throws what `onnx/` throws. */
export async function loadModel(file: string, options: { readonly input?: string | undefined } = {}): Promise<LoadedModel> {
  const model = await readModel(file);
  const identity = await identifyModel(file);
  const { network } = importNetwork(model, options.input === undefined ? {} : { input: options.input });
  return { file, ...identity, placed: placeNeurons(network) };
}

/** SHA-256 and size of a file. Throws `model.not-onnx` where it cannot be read. */
export async function identifyModel(file: string): Promise<ModelIdentity> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (cause) {
    throw new SpikeloomError('model.not-onnx', `${file} cannot be read: ${messageOf(cause)}.`, { at: { file }, cause });
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Shape of one sample of the network's input, without the batch axis. */
export const sampleShape = ({ network }: PlacedNetwork): Shape => network.shapes.get(network.input.value)!.slice(1);
