/**
 * Chooses the arrays of a .npz file that hold the samples and the labels: the ones that the user names
 * (`file.npz#x_train,y_train`), the ones with the usual names, or the only pair that fits the purpose (`x_train` with `y_train`,
 * `test_images` with `test_labels`).
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';

export interface ChosenArrays {
  readonly samples: string;
  readonly labels?: string;
  /** Sentences about a choice that the user did not make. */
  readonly notes: readonly string[];
}

const SAMPLE_NAMES = ['inputs', 'x', 'images', 'data'];
const LABEL_NAMES = ['labels', 'y'];

/** Words for samples, each with the words for labels that belong to them. */
const PARTNERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    x: ['y'],
    images: ['labels'],
    image: ['label'],
    imgs: ['labels'],
    data: ['labels', 'label', 'targets', 'target'],
    inputs: ['labels', 'targets'],
    features: ['labels', 'targets'],
    samples: ['labels', 'targets'],
  }),
);

/** Chooses among `names`. Throws `option.invalid` for unknown arrays, and `dataset.format` if the choice is ambiguous. */
export function chooseArrays(
  names: readonly string[],
  part: string | undefined,
  purpose: 'dataset' | 'calibration',
  file: string,
): ChosenArrays {
  if (part !== undefined) return askedFor(names, part, file);
  const labels = LABEL_NAMES.map((name) => find(names, name)).find((name) => name !== undefined);
  const others = names.filter((name) => name !== labels);
  const usual = SAMPLE_NAMES.map((name) => find(names, name)).find((name) => name !== undefined);
  const samples = usual ?? (others.length === 1 ? others[0] : undefined);
  if (samples !== undefined) return { samples, ...(labels === undefined ? {} : { labels }), notes: [] };
  const pairs = names.filter((name) => partnerOf(name, names) !== undefined);
  const wanted = purpose === 'calibration' ? 'train' : 'test';
  const fitting = pairs.filter((name) => wordsOf(name).includes(wanted));
  const [chosen, ...more] = fitting.length > 0 ? fitting : pairs;
  if (chosen === undefined || more.length > 0) throw open(names, file);
  const partner = partnerOf(chosen, names)!;
  const notes = [`${file}: samples are its array ${chosen}, labels ${partner}; ${file}#NAME chooses another.`];
  return { samples: chosen, labels: partner, notes };
}

function askedFor(names: readonly string[], part: string, file: string): ChosenArrays {
  const [samples, labels, ...rest] = names.includes(part) ? [part] : part.split(',');
  for (const name of [samples!, ...(labels === undefined ? [] : [labels])]) {
    if (rest.length === 0 && names.includes(name)) continue;
    throw new SpikeloomError(
      'option.invalid',
      `${file}#${part}: has no array ${JSON.stringify(name)}, but ${names.join(', ') || 'none'}; name samples, or samples and labels: ${file}#X,Y`,
      { at: { file } },
    );
  }
  if (labels !== undefined) return { samples: samples!, labels, notes: [] };
  const partner = partnerOf(samples!, names);
  if (partner === undefined) return { samples: samples!, notes: [] };
  const notes = [`${file}: labels of ${samples} are its array ${partner}; ${file}#${samples},NAME names others.`];
  return { samples: samples!, labels: partner, notes };
}

const open = (names: readonly string[], file: string): SpikeloomError =>
  new SpikeloomError(
    'dataset.format',
    `${file}: has arrays ${names.join(', ') || '(none)'}; say which are the samples (${file}#NAME, or #NAME,LABELS), or call them one of ${SAMPLE_NAMES.join(', ')}`,
    { at: { file } },
  );

/** The name that equals `wanted`, or else one that differs only in case. */
const find = (names: readonly string[], wanted: string): string | undefined =>
  names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted);

const wordsOf = (name: string): string[] => name.toLowerCase().split(/[^a-z0-9]+/);

/** The name of the labels that belong to the samples `name`: `train/x` → `train/y`. */
export function partnerOf(name: string, names: readonly string[]): string | undefined {
  for (const word of wordsOf(name)) {
    for (const label of PARTNERS.get(word) ?? []) {
      const pattern = new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`);
      const partner = find(names, name.toLowerCase().replace(pattern, label));
      if (partner !== undefined && partner !== name) return partner;
    }
  }
  return undefined;
}
