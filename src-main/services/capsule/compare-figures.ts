/** Compares the figures of two reports, bit by bit. Times, notes and paths are not figures. */
import type { Reproduction } from '../../../src-shared/export/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';

type Value = number | string | null;

/** The figures of a report by their place. */
export function figuresIn({ ann, steps, layers, early_stopping, outputs }: RunReport): Map<string, Value> {
  const figures = new Map<string, Value>();
  const add = (place: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((one, index) => add(`${place}.${nameOf(one) ?? index + 1}`, one));
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) add(place === '' ? key : `${place}.${key}`, one);
    else if (value !== undefined) figures.set(place, typeof value === 'boolean' ? String(value) : (value as Value));
  };
  // A neuron layer and a counted layer may have the same name.
  const kinds = Object.groupBy(layers, ({ kind }) => (kind === 'neuron' ? 'neurons' : 'counted'));
  add('', { ann, steps, layers: kinds, early_stopping, outputs });
  return figures;
}

/** The name by which a list's entry is known: that of a layer or an output. */
const nameOf = (entry: unknown): string | undefined =>
  typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string' ? entry.name : undefined;

/** The figures of `recorded` and `now` that are not the same to the last bit. */
export function compareFigures(recorded: RunReport, now: RunReport): Pick<Reproduction, 'compared' | 'differences'> {
  const [before, after] = [figuresIn(recorded), figuresIn(now)];
  const places = new Set([...before.keys(), ...after.keys()]);
  const differences = [...places].flatMap((figure): Reproduction['differences'] => {
    const [a, b] = [before.get(figure) ?? null, after.get(figure) ?? null];
    return Object.is(a, b) ? [] : [{ figure, recorded: a, now: b }];
  });
  return { compared: places.size, differences };
}
