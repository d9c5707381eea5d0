/**
 * The look, as data: every colour, size and font of reports and of the window comes from here, light and dark from the same
 * names. Series colours are told apart by colour-blind eyes (blue, vermilion, bluish green, after Okabe and Ito) and differ in
 * lightness; a chart never says anything by colour alone.
 */

/** One name, its colour on a light and on a dark surface. */
export interface ColourPair {
  readonly light: string;
  readonly dark: string;
}

const pair = (light: string, dark: string): ColourPair => ({ light, dark });

export const colours = {
  /** The neutral scale, from the page to the text. */
  surface: pair('#fbfbfa', '#121416'),
  raised: pair('#ffffff', '#191c1f'),
  hairline: pair('#dddfe1', '#2b3035'),
  muted: pair('#5c626a', '#98a0a8'),
  ink: pair('#1a1d21', '#e3e6e9'),
  /** The one accent: the spiking network in every chart. */
  accent: pair('#0a62a9', '#5fb0ee'),
  /** Further series, and what deserves attention. */
  second: pair('#bf5008', '#f0944f'),
  third: pair('#00786a', '#3fc0a8'),
  /** Sequential map: low and high end, mixed in oklab. */
  'sequential-low': pair('#edf2f7', '#1d252d'),
  'sequential-high': pair('#084a86', '#84c7f7'),
  /** Diverging map: below, at and above its centre. */
  'diverging-below': pair('#0a62a9', '#5fb0ee'),
  'diverging-centre': pair('#eceeef', '#2b3035'),
  'diverging-above': pair('#bf5008', '#f0944f'),
} as const satisfies Record<string, ColourPair>;

export type ColourName = keyof typeof colours;

/** Fonts: those that ship with the window where they are there, the system's otherwise. */
export const fonts = {
  text: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
  code: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
} as const;

/** Sizes in px: a 4 px grid, text of 12 and 13. */
export const sizes = { grid: 4, small: 12, text: 13, heading: 15, figure: 30 } as const;

/** A colour by name, for style sheets and drawings that follow the reader's choice of light or dark. */
export const colour = (name: ColourName): string => `var(--${name})`;

/** The sequential map as a CSS colour: `place` is a percentage from low to high, or a custom property that holds one. */
export const sequential = (place: string): string =>
  `color-mix(in oklab, ${colour('sequential-high')} ${place}, ${colour('sequential-low')})`;

/** Declarations of all colours for one scheme, the body of a CSS rule. */
export const colourDeclarations = (scheme: keyof ColourPair): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(' ');
