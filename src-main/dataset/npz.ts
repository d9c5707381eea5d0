/** NumPy archives (.npz), which are zip files of .npy files. Uncompressed arrays are read in parts, as those of .npy are. */
import { arraySource, heldArray, type SampleArray } from './array-source.ts';
import { labelsOf } from './labels.ts';
import { chooseArrays } from './npz-arrays.ts';
import { type NpyArray, openNpy, parseNpy } from './npy.ts';
import type { RawSource } from './raw-source.ts';
import { MOST_BYTES, tooLarge } from './sample-file.ts';
import { type Archive, withArchive } from './zip.ts';

/** The arrays of a .npz file that `wanted` accepts, by name. Throws `dataset.not-found`, `dataset.format`. */
export const readNpz = (file: string, wanted: (name: string) => boolean = () => true): Promise<Map<string, NpyArray>> =>
  withArchive(file, async (archive) => {
    const names = arrayNames(archive).filter(wanted);
    const bytes = names.reduce((sum, name) => sum + archive.entries.get(`${name}.npy`)!.bytes, 0);
    if (bytes > MOST_BYTES) throw tooLarge(file, bytes, file);
    const arrays = new Map<string, NpyArray>();
    for (const name of names) arrays.set(name, await wholeArray(archive, name, file));
    return arrays;
  });

/**
 * The samples of a .npz file. `part`: the names of the arrays with samples and labels, `x_train` or `x_train,y_train`. `purpose`
 * chooses between training and test arrays. Throws `dataset.format` if the choice is ambiguous.
 */
export const npzSource = (file: string, part: string | undefined, purpose: 'dataset' | 'calibration'): Promise<RawSource> =>
  withArchive(file, async (archive) => {
    const { samples, labels, notes } = chooseArrays(arrayNames(archive), part, purpose, file);
    const source = arraySource(await sampleArray(archive, samples, file), file);
    if (labels === undefined) return { ...source, notes };
    return { ...source, notes, labels: labelsOf(await wholeArray(archive, labels, file), `${file}/${labels}`) };
  });

const arrayNames = ({ entries }: Archive): string[] =>
  [...entries.keys()].filter((entry) => entry.endsWith('.npy')).map((entry) => entry.slice(0, -4));

const wholeArray = async ({ entries }: Archive, name: string, file: string): Promise<NpyArray> =>
  parseNpy(await entries.get(`${name}.npy`)!.unpack(), `${file}/${name}.npy`);

async function sampleArray(archive: Archive, name: string, file: string): Promise<SampleArray> {
  const entry = archive.entries.get(`${name}.npy`)!;
  const start = await entry.place();
  if (start !== undefined) return openNpy(file, { start, bytes: entry.bytes, name: `${file}/${name}.npy` });
  return heldArray(await wholeArray(archive, name, file));
}
