/** Preprocessing between its data and the text of its fields. */
import { type Preprocess, preprocessSchema } from '../../../src-shared/contract/index.ts';

/** What is done to images when nobody says anything: nothing. */
export const NO_PREPROCESS: Preprocess = preprocessSchema.parse({});

/** Normalisations that networks are commonly trained with: (pixel · scale − mean) / std. */
export const NORMALISATIONS = {
  pixels: { scale: 1, mean: 0, std: 1 },
  unit: { scale: 1 / 255, mean: 0, std: 1 },
  symmetric: { scale: 1 / 255, mean: 0.5, std: 0.5 },
  imagenet: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
} as const satisfies Record<string, Pick<Preprocess, 'scale' | 'mean' | 'std'>>;
export type Normalisation = keyof typeof NORMALISATIONS;

/** The common normalisation that a preprocessing uses; `own` for another. */
export function normalisationOf({ scale, mean, std }: Preprocess): Normalisation | 'own' {
  const found = Object.entries(NORMALISATIONS).find(
    ([, common]) => close(scale, common.scale) && same(mean, common.mean) && same(std, common.std),
  );
  return (found?.[0] as Normalisation | undefined) ?? 'own';
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

type PerChannel = number | readonly number[];
/** One number for all channels is the same as that number for each. */
function same(a: PerChannel, b: PerChannel): boolean {
  const [left, right] = [[a].flat(), [b].flat()] as const;
  if (left.length !== right.length && left.length !== 1 && right.length !== 1) return false;
  return Array.from({ length: Math.max(left.length, right.length) }).every((_, i) =>
    close(left[left.length === 1 ? 0 : i]!, right[right.length === 1 ? 0 : i]!),
  );
}

/** One number, or one per channel: `0.485, 0.456, 0.406`. */
export const perChannelText = (value: PerChannel): string => [value].flat().join(', ');

/** The numbers of such a text, separated by commas or blanks; undefined for what is none. */
export function readPerChannel(text: string): number | number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const values = parts.map(Number);
  if (values.length === 0 || !values.every(Number.isFinite)) return undefined;
  return values.length === 1 ? values[0]! : values;
}

/** A number; fractions such as `1/255` are understood. Undefined for what is none. */
export function readScale(text: string): number | undefined {
  const parts = text.split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (parts.length > 2) return undefined;
  const value = parts.length === 2 ? parts[0]! / parts[1]! : parts[0]!;
  return Number.isFinite(value) ? value : undefined;
}

/** A scale as people write it. */
export const scaleText = (scale: number): string => (close(scale, 1 / 255) ? '1/255' : String(scale));

/** `[height, width]` of a text such as `224` or `224 × 160`; undefined for what is none. */
export function readSize(text: string): [number, number] | undefined {
  const parts = text
    .split(/[x×,\s]+/i)
    .filter(Boolean)
    .map(Number);
  const [height, width = height] = parts;
  const isSide = (side: number | undefined): side is number => Number.isInteger(side) && side! >= 1 && side! <= 65_536;
  return parts.length <= 2 && isSide(height) && isSide(width) ? [height, width] : undefined;
}

export const sizeText = ([height, width]: readonly [number, number]): string => `${height} × ${width}`;

/** The numbers of a normalisation, as its fields show them. */
export const normalisationNumbers = ({ scale, mean, std }: Pick<Preprocess, 'scale' | 'mean' | 'std'>) => ({
  scale: scaleText(scale),
  mean: perChannelText(mean),
  std: perChannelText(std),
});

/** A preprocessing with some fields changed; `undefined` takes a field away. */
export function changed(
  preprocess: Preprocess,
  change: { readonly [K in keyof Preprocess]?: Preprocess[K] | undefined },
): Preprocess {
  const entries = Object.entries({ ...preprocess, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Preprocess;
}
