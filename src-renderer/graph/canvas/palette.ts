/** Colours of the canvas, read from the style sheet: a canvas does not know custom properties. */
import type { ColourName } from '../../../src-shared/theme/tokens.ts';
import { colourNow } from '../../ui/scheme.ts';

const NAMES = [
  ...([
    'sunken',
    'surface',
    'raised',
    'hairline',
    'outline',
    'muted',
    'ink',
    'selection',
    'accent',
    'on-accent',
    'focus',
  ] as const),
  ...(['second', 'third', 'fourth', 'warning', 'sequential-low', 'sequential-high', 'pressed'] as const),
] satisfies readonly ColourName[];

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

/** The colours now; asked for again whenever the scheme changes. */
export const paletteNow = (): Palette => Object.fromEntries(NAMES.map((name) => [name, colourNow(name)])) as Palette;

/** Colour of a coding, the same as in the style sheet. */
export const codingColour = (coding: string | null | undefined, palette: Palette): string => {
  if (coding === 'rate' || coding === 'leaky-rate') return palette.second;
  return coding === 'differential' || coding === 'differential-leaky' ? palette.accent : palette.muted;
};

/** Dashes of a coding, in px; the same as in the style sheet. */
export const codingDash = (coding: string): readonly number[] => {
  if (coding === 'rate') return [6, 3];
  if (coding === 'leaky-rate') return [6, 3, 1.5, 3];
  if (coding === 'differential-leaky') return [1.5, 3];
  return coding === 'mixed' ? [10, 3, 3, 3] : [];
};

/** A colour of the sequential map. */
export const heatColour = (place: number, palette: Palette): string =>
  `color-mix(in oklab, ${palette['sequential-high']} ${(100 * place).toFixed(1)}%, ${palette['sequential-low']})`;
