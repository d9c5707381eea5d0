/** Labels: the class of each sample, a whole number from 0. */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { readNpy, type NpyArray } from './npy.ts';

/** True for `[N]` and `[N, 1]`: one number per sample. */
export const isLabelShape = (shape: Shape): boolean => shape.length === 1 || (shape.length === 2 && shape[1] === 1);

/** An array `[N]` or `[N, 1]` as labels. Throws `dataset.labels` unless all are whole numbers from 0. */
export function labelsOf({ shape, data }: NpyArray, file: string): Int32Array {
  if (!isLabelShape(shape)) {
    throw new SpikeloomError(
      'dataset.labels',
      `${file}: labels have shape [${shape.join(', ')}]; one whole number for each sample, [N], is read`,
      {
        at: { file },
      },
    );
  }
  data.forEach((label: number, index: number) => {
    if (!Number.isInteger(label) || label < 0 || label > 0x7fffffff) {
      throw new SpikeloomError('dataset.labels', `${file}: label ${label} of sample ${index} is not a class number 0, 1, 2, …`, {
        at: { file },
      });
    }
  });
  return Int32Array.from(data);
}

/** Labels from a .npy file. Throws `dataset.not-found`, `dataset.format`, `dataset.labels`. */
export const readLabels = async (file: string): Promise<Int32Array> => labelsOf(await readNpy(file), file);

/** Throws `dataset.labels` unless there is one label for each of `count` samples, each below `classCount`. */
export function checkLabels(labels: Int32Array, count: number, classCount: number | undefined, where: string): void {
  if (labels.length !== count) {
    throw new SpikeloomError(
      'dataset.labels',
      `${where}: ${labels.length} labels for ${count} samples; there must be one for each`,
      {
        at: { file: where },
      },
    );
  }
  if (classCount === undefined) return;
  const index = labels.findIndex((label) => label >= classCount);
  if (index >= 0) {
    throw new SpikeloomError(
      'dataset.labels',
      `${where}: label ${labels[index]} of sample ${index} is beyond the network's ${classCount} classes (0…${classCount - 1}); check that labels and model belong together`,
      { at: { file: where } },
    );
  }
}

/**
 * Labels for class names (NFC), and the names by label. If all names are among `known`, the network's classes, a label is the
 * index there. If none is, labels follow the order of the names. Throws `dataset.labels` if only some are known, since either
 * numbering would be wrong.
 */
export function labelsOfNames(
  names: readonly string[],
  known: readonly string[] | undefined,
  where: string,
): { readonly labels: readonly number[]; readonly classes: readonly string[] } {
  const own = new Map(known?.map((name, index): [string, number] => [name.normalize('NFC'), index]).reverse());
  const unknown = names.filter((name) => !own.has(name));
  if (known === undefined || unknown.length === names.length) return { labels: names.map((_, index) => index), classes: names };
  if (unknown.length > 0) {
    throw new SpikeloomError(
      'dataset.labels',
      `${where}: class "${unknown[0]!.slice(0, 200)}" is not a class of the network, though others are; rename or remove it`,
      { at: { file: where } },
    );
  }
  return { labels: names.map((name) => own.get(name)!), classes: known };
}
