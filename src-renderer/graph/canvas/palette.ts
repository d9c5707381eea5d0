/** Colours of the canvas, read from the style sheet: a canvas does not know custom properties. */
import type { ColourName } from '../../../src-shared/theme/tokens.ts';
import { type ColourMap, type HeatStep, mapStep, mapSteps } from '../../../src-shared/theme/heat.ts';
import { colourNow, currentScheme } from '../../ui/scheme.ts';

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
  ...(['second', 'third', 'fourth', 'warning', 'danger', 'hover', 'pressed'] as const),
] satisfies readonly ColourName[];

export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & {
  /** Steps of the colour scales, low ones first. */
  readonly maps: Readonly<Record<ColourMap, readonly HeatStep[]>>;
};

/** The colours now; asked for again whenever the scheme changes. */
export const paletteNow = (): Palette => ({
  ...(Object.fromEntries(NAMES.map((name) => [name, colourNow(name)])) as Record<(typeof NAMES)[number], string>),
  maps: mapSteps(currentScheme()),
});

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

/** The colours of a place 0…1 on a scale. */
export const heatColour = (place: number, map: ColourMap, { maps }: Palette): HeatStep => maps[map][mapStep(place, map)]!;
