/**
 * Colours for values on a scale: a few steps between the ends of the sequential map, or on both sides of the centre of the diverging
 * map, far enough apart to be distinguished. Each has a text colour that is readable on it (WCAG AA; AAA in high contrast). Colours are
 * mixed in oklab (Ottosson 2020).
 */
import { colours, type Scheme } from './tokens.ts';

/** One step: the colour of an area and of the text on it, as `#rrggbb`. */
export interface HeatStep {
  readonly fill: string;
  readonly ink: string;
}

/**
 * Positions of the steps between the low end (0) and the high end (1). High contrast has no step in the middle, because neither
 * black nor white text would reach 7:1 there.
 */
const PLACES: Readonly<Record<Scheme, readonly number[]>> = {
  light: [0, 0.2, 0.4, 0.6, 0.8, 1],
  dark: [0, 0.2, 0.4, 0.6, 0.8, 1],
  'high-contrast': [0, 0.2, 0.4, 0.74, 0.87, 1],
};

/** Distances of the steps from the centre of the diverging map (0) to either end (1), without the centre itself. */
const DISTANCES: Readonly<Record<Scheme, readonly number[]>> = {
  light: [0.34, 0.67, 1],
  dark: [0.42, 0.71, 1],
  'high-contrast': [0.4, 0.8, 1],
};

/** The map of a scale: `heat` from little to much, `diverging` below and above a centre, such as a change without effect. */
export type ColourMap = 'heat' | 'diverging';

/** Number of steps of the sequential map. */
export const HEAT_STEPS = PLACES.light.length;

/** Number of steps of each map. The diverging one has an odd number: the middle step is the centre. */
export const MAP_STEPS: Readonly<Record<ColourMap, number>> = { heat: HEAT_STEPS, diverging: 2 * DISTANCES.light.length + 1 };

/** The step of a map at a position 0…1 of the scale; 0.5 is the centre of a diverging one. */
export const mapStep = (place: number, map: ColourMap): number =>
  Math.min(MAP_STEPS[map] - 1, Math.floor(place * MAP_STEPS[map]));

/** The step of the sequential map at a position 0…1 of the scale. */
export const heatStep = (place: number): number => mapStep(place, 'heat');

/** The colour of a step, for drawings that follow the reader's choice of light or dark. */
export const heatFill = (step: number): string => `var(--heat-${step})`;

/** All steps of the sequential map in a scheme, low ones first. */
export function heatSteps(scheme: Scheme): readonly HeatStep[] {
  const low = colours['sequential-low'][scheme];
  const high = colours['sequential-high'][scheme];
  return PLACES[scheme].map((place) => stepOf(mixed(low, high, place)));
}

/** All steps of the diverging map in a scheme, low ones first. */
export function divergingSteps(scheme: Scheme): readonly HeatStep[] {
  const centre = colours['diverging-centre'][scheme];
  const side = (end: string): HeatStep[] => DISTANCES[scheme].map((distance) => stepOf(mixed(centre, end, distance)));
  return [...side(colours['diverging-below'][scheme]).toReversed(), stepOf(centre), ...side(colours['diverging-above'][scheme])];
}

const INKS = ['#000000', '#ffffff'] as const;
const stepOf = (fill: string): HeatStep => ({
  fill,
  ink: INKS.toSorted((a, b) => contrast(fill, b) - contrast(fill, a))[0]!,
});

/** The steps of both maps in a scheme. */
export const mapSteps = (scheme: Scheme): Readonly<Record<ColourMap, readonly HeatStep[]>> => ({
  heat: heatSteps(scheme),
  diverging: divergingSteps(scheme),
});

/** CSS declarations of all steps for one scheme: `--MAP-STEP` for the area and `--on-MAP-STEP` for text on it. */
export const heatDeclarations = (scheme: Scheme): string =>
  Object.entries(mapSteps(scheme))
    .flatMap(([map, steps]) => steps.map(({ fill, ink }, step) => `--${map}-${step}: ${fill}; --on-${map}-${step}: ${ink};`))
    .join(' ');

/** Contrast of two colours `#rrggbb`, 1…21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Distance of two colours in oklab, a measure of the visible difference. */
export const difference = (a: string, b: string): number => {
  const [from, to] = [oklab(a), oklab(b)];
  return Math.hypot(...from.map((value, index) => value - to[index]!));
};

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(low: string, high: string, place: number): string {
  const [from, to] = [oklab(low), oklab(high)];
  return hex(from.map((value, index) => value + (to[index]! - value) * place) as unknown as Triple);
}

type Triple = readonly [number, number, number];

const linear = (colour: string): Triple =>
  [1, 3, 5].map((at) => {
    const byte = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return byte <= 0.04045 ? byte / 12.92 : ((byte + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;

function oklab(colour: string): Triple {
  const [r, g, b] = linear(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function hex([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${rgb.map(byteOf).join('')}`;
}

function byteOf(value: number): string {
  const inside = Math.min(1, Math.max(0, value));
  const encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded)
    .toString(16)
    .padStart(2, '0');
}
