/**
 * The look, as data: every colour, size and font of reports and of the window comes from here, light and dark from the same
 * names. Series colours are told apart by colour-blind eyes (blue, vermilion, bluish green, after Okabe and Ito) and differ in
 * lightness; a chart never says anything by colour alone.
 */

/** One name, its colour on a light surface, on a dark one, and where every difference has to be plain to see. */
export interface SchemeColours {
  readonly light: string;
  readonly dark: string;
  readonly 'high-contrast': string;
}
/** A colour scheme. */
export type Scheme = keyof SchemeColours;

const each = (light: string, dark: string, highContrast: string): SchemeColours => ({
  light,
  dark,
  'high-contrast': highContrast,
});

/** All colours, each with its value in every scheme. */
export const colours = {
  /** Levels, from what lies deepest (the graph's canvas, text fields) to what floats above everything (menus). */
  sunken: each('#f3f4f4', '#0d0f10', '#000000'),
  surface: each('#fbfbfa', '#121416', '#000000'),
  raised: each('#ffffff', '#191c1f', '#000000'),
  floating: each('#ffffff', '#202428', '#0a0a0a'),
  /** Lines between things, and outlines of what can be operated (3:1 at least). */
  hairline: each('#dddfe1', '#2b3035', '#8c9196'),
  outline: each('#868d95', '#6a737c', '#ffffff'),
  muted: each('#5c626a', '#98a0a8', '#d5d9dd'),
  ink: each('#1a1d21', '#e3e6e9', '#ffffff'),
  /** Backgrounds of what is pointed at, pressed, selected. */
  hover: each('#eef0f1', '#24282c', '#1f2326'),
  pressed: each('#e3e6e8', '#2e3338', '#33383c'),
  selection: each('#e2eefa', '#16324b', '#002a52'),
  /** The ring around what has the keyboard. */
  focus: each('#0a62a9', '#8cc8f7', '#ffd93d'),
  /** The one accent: the spiking network in every chart; and text on it. */
  accent: each('#0a62a9', '#5fb0ee', '#7cc4ff'),
  'on-accent': each('#ffffff', '#0b1722', '#000000'),
  /** Further series, and what deserves attention. */
  second: each('#bf5008', '#f0944f', '#ffab66'),
  third: each('#00786a', '#3fc0a8', '#5be3c8'),
  fourth: each('#8f3f82', '#d894c8', '#f0b3e2'),
  /** How something is: failed, in doubt, as it should be. Never by colour alone. */
  danger: each('#b3261e', '#ff8f86', '#ff9d95'),
  warning: each('#855a00', '#e5b04c', '#ffd25e'),
  ok: each('#00786a', '#3fc0a8', '#5be3c8'),
  /** Sequential map: low and high end, mixed in oklab. */
  'sequential-low': each('#edf2f7', '#1d252d', '#10151a'),
  'sequential-high': each('#084a86', '#84c7f7', '#9fd6ff'),
  /** Diverging map: below, at and above its centre. */
  'diverging-below': each('#0a62a9', '#5fb0ee', '#7cc4ff'),
  'diverging-centre': each('#eceeef', '#2b3035', '#1a1d20'),
  'diverging-above': each('#bf5008', '#f0944f', '#ffab66'),
} as const satisfies Record<string, SchemeColours>;

/** Name of a colour. */
export type ColourName = keyof typeof colours;

/** Fonts: those that ship with the window where they are there, the system's otherwise. */
export const fonts = {
  text: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
  code: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
} as const;

/** Sizes in px: a 4 px grid, text of 12 and 13. */
export const sizes = { grid: 4, small: 12, text: 13, heading: 15, figure: 30 } as const;

/** Height in px of a control, of a row in a list, of a bar; roundness of corners; longest motion in ms. */
export const measures = { control: 28, row: 28, bar: 40, radius: 4, motion: 120 } as const;

/** A colour by name, for style sheets and drawings that follow the reader's choice of light or dark. */
export const colour = (name: ColourName): string => `var(--${name})`;

/** The sequential map as a CSS colour: `place` is a percentage from low to high, or a custom property that holds one. */
export const sequential = (place: string): string =>
  `color-mix(in oklab, ${colour('sequential-high')} ${place}, ${colour('sequential-low')})`;

/** Declarations of all colours for one scheme, the body of a CSS rule. */
export const colourDeclarations = (scheme: Scheme): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(' ');
