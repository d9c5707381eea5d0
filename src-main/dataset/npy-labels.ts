/**
 * Labels of a .npy file of samples, which holds none itself: those that are asked for (`x.npy#y.npy`), or those of the file beside it
 * whose name belongs to its own (`x_test.npy` and `y_test.npy`, `inputs.npy` and `labels.npy`).
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';
import { npySource } from './array-source.ts';
import { checkLabels, isLabelShape, labelsOf, readLabels } from './labels.ts';
import { openNpy } from './npy.ts';
import { partnerOf } from './npz-arrays.ts';
import type { RawSource } from './raw-source.ts';

export interface NpyLabelOptions {
  /** Labels as they are asked for: a path, where it is relative from the folder of the samples. */
  readonly asked: string | undefined;
  /** True where other labels are given, so that none are looked for. */
  readonly given: boolean;
  /** False where labels only show what a sample is: labels that do not fit are then left out with a note. */
  readonly labelsMatter: boolean;
  /** Number K of the network's classes; one is no choice, so that numbers beside the samples are no labels. */
  readonly classCount: number | undefined;
}

const ENDING = /\.npy$/i;

/**
 * The samples of a .npy file with their labels. Throws `dataset.not-found`, `dataset.format`, `dataset.shape`; `dataset.labels` for labels that
 * are asked for and are none, and for a number of labels that is not that of the samples.
 */
export async function labelledNpy(file: string, { asked, given, labelsMatter, classCount }: NpyLabelOptions): Promise<RawSource> {
  const source = await npySource(file);
  if (given) return source;
  if (asked !== undefined) {
    const labelFile = resolve(dirname(file), asked);
    const labels = await readLabels(labelFile);
    checkLabels(labels, source.count, undefined, labelFile);
    return { ...source, labels, labelFile };
  }
  const found = await labelsBeside(file);
  if (found === undefined) return source;
  const name = basename(found);
  const unused = (why: Message): RawSource => ({
    ...source,
    notes: [say`${file}: ${name} beside it is not taken for its labels: ${why}.`],
  });
  if (classCount === 1) return unused('the network gives one value, and no classes');
  const array = await openNpy(found).catch(() => undefined);
  if (array === undefined) return unused('it cannot be read');
  const { shape, kind } = array;
  if (!isLabelShape(shape)) {
    return unused(`it has shape [${shape.join(', ')}], and labels are one number for each sample, [N]`);
  }
  if (shape[0] !== source.count && !labelsMatter) return unused(`it has ${shape[0]} labels for ${source.count} samples`);
  try {
    const labels = labelsOf({ shape, kind, data: await array.readAll() }, found);
    const notes = [`${file}: labels are those of ${name} beside it; ${basename(file)}#FILE.npy names others.`];
    return { ...source, labels, labelFile: found, notes };
  } catch (error) {
    // Numbers that are no classes, as those of a regression, are no mistake of the person's.
    if (error instanceof SpikeloomError) return unused(say`it holds numbers that are no classes (${error.sentence})`);
    throw error;
  }
}

/** The .npy file in the same folder whose name is that of the labels; undefined where there is none, or the folder cannot be listed. */
async function labelsBeside(file: string): Promise<string | undefined> {
  const entries = await readdir(dirname(file)).catch(() => []);
  const stems = entries.filter((name) => ENDING.test(name)).map((name) => name.replace(ENDING, ''));
  const stem = partnerOf(basename(file).replace(ENDING, ''), stems);
  const name = entries.find((entry) => ENDING.test(entry) && entry.replace(ENDING, '') === stem);
  return name === undefined ? undefined : join(dirname(file), name);
}
