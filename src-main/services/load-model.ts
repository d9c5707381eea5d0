/** A model file, ready for choices: read, identified, imported, neuron layers placed. */
import { createHash } from 'node:crypto';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { type PlacedNetwork, placeNeurons } from '../convert/index.ts';
import { openUserFile } from '../files/user-file.ts';
import { externalFilesOf, type ImportOptions, importNetwork, pathBeside, readModel } from '../onnx/index.ts';

/** Which model it is. */
export interface ModelIdentity {
  /** SHA-256 of the file, in hexadecimal; where weights lie in files beside it, that of the list of all their SHA-256. */
  readonly sha256: string;
  /** Of all of its files. */
  readonly bytes: number;
  /** Paths of all of its files, the model's own first. */
  readonly files: readonly string[];
}

export interface LoadedModel extends ModelIdentity {
  /** Path as given. */
  readonly file: string;
  readonly placed: PlacedNetwork;
}

/** What a user says about a model's input, beside where the model is. */
export interface ModelInputOptions {
  /** Name of the input that is the image, where the model has several. */
  readonly input?: string | undefined;
  /** Sizes to import for where the file leaves more than the batch open: height and width. */
  readonly size?: readonly number[] | undefined;
}

/** The options of import, without what is not given. */
export const importOptions = ({ input, size }: ModelInputOptions): ImportOptions => ({
  ...(input === undefined ? {} : { input }),
  ...(size === undefined ? {} : { size }),
});

/** Reads and imports the model at `file`. Throws what `onnx/` throws. */
export async function loadModel(file: string, options: ModelInputOptions = {}): Promise<LoadedModel> {
  const model = await readModel(file);
  const identity = await identifyModel(file, model.externalFiles);
  const { network } = importNetwork(model, importOptions(options));
  return { file, ...identity, placed: placeNeurons(network) };
}

/**
 * SHA-256 and size of a model, the files beside it that hold its weights included (`external`, found in it where they are not
 * given). Throws `model.not-onnx`, `model.truncated`, `model.external-data`.
 */
export async function identifyModel(file: string, external?: readonly string[]): Promise<ModelIdentity> {
  const own = await identifyFile(file);
  const locations = external ?? (await externalFilesOf(file));
  if (locations.length === 0) return { ...own, files: [file] };
  const hash = createHash('sha256').update(own.sha256);
  const files = [file];
  let { bytes } = own;
  for (const location of locations) {
    const path = await pathBeside(file, location, 'the model');
    const part = await identifyFile(path);
    files.push(path);
    hash.update(`\n${part.sha256}  ${location}`);
    bytes += part.bytes;
  }
  return { sha256: hash.digest('hex'), bytes, files };
}

async function identifyFile(file: string): Promise<Omit<ModelIdentity, 'files'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await using handle = await openUserFile(file);
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (cause) {
    throw new SpikeloomError('model.not-onnx', `${file} cannot be read: ${accessProblem(cause)}.`, { at: { file }, cause });
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Shape of one sample of the network's input, without the batch axis. */
export const sampleShape = ({ network }: PlacedNetwork): Shape => network.shapes.get(network.input.value)!.slice(1);
