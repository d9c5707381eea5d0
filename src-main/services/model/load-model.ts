/** A model file, ready for choices: read, identified, imported, neuron layers placed. */
import { createHash } from 'node:crypto';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { type PlacedNetwork, placeNeurons } from '../../convert/index.ts';
import { openUserFile } from '../../files/user-file.ts';
import type { FindSizes, FoundSizes } from './sizes-from-samples.ts';
import {
  externalFilesOf,
  type ImportOptions,
  importNetwork,
  inputOf,
  type OnnxModel,
  openSizes,
  pathBeside,
  readModel,
} from '../../onnx/index.ts';

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
  /** Sizes that it was imported with, where its file leaves sizes open. */
  readonly size?: readonly number[] | undefined;
  /** Sentences on what of the model was left out, or read otherwise than written. */
  readonly notes: readonly Message[];
}

/** A user's choices of how a model is read. */
export interface ModelInputOptions {
  /** Name of the input that takes the samples, where the model has several. */
  readonly input?: string | undefined;
  /** Sizes to import for where the file leaves more than the batch open: height and width. */
  readonly size?: readonly number[] | undefined;
  /** Outputs to import, or values inside the network. */
  readonly outputs?: readonly string[] | undefined;
  /** Read quantised activations as floating-point numbers. */
  readonly dequantise?: boolean | undefined;
}

/** The options of import, without what is not given. */
export const importOptions = ({ input, size, outputs, dequantise }: ModelInputOptions): ImportOptions => ({
  ...(input === undefined ? {} : { input }),
  ...(size === undefined ? {} : { size }),
  ...(outputs === undefined ? {} : { outputs }),
  ...(dequantise === undefined ? {} : { dequantise }),
});

/**
 * Reads and imports the model at `file`. `findSizes` is asked where the file leaves sizes open and the options do not give them. Throws what
 * `onnx/` throws.
 */
export async function loadModel(file: string, options: ModelInputOptions = {}, findSizes?: FindSizes): Promise<LoadedModel> {
  const model = await readModel(file);
  const identity = await identifyModel(file, model.externalFiles);
  const found = options.size === undefined ? await findOpenSizes(model, options, findSizes) : undefined;
  const size = found?.size ?? options.size;
  const { network, notes } = importNetwork(model, importOptions({ ...options, size }));
  return { file, ...identity, placed: placeNeurons(network), size, notes: [...(found ? [found.note] : []), ...notes] };
}

async function findOpenSizes(
  model: OnnxModel,
  options: ModelInputOptions,
  findSizes?: FindSizes,
): Promise<FoundSizes | undefined> {
  if (findSizes === undefined) return undefined;
  const input = inputOf(model, importOptions(options));
  return openSizes(input.shape ?? []).length === 0 ? undefined : findSizes(input);
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
