/** Draws a plot: grid and axes around an area, and the marks in it. */
import { xmlText } from '../format/index.ts';
import { colour } from '../theme/tokens.ts';
import { endLabels, legend, widthOf } from './labels.ts';
import { markShapes } from './marks.ts';
import type { Axis, Plot } from './plot.ts';
import { type Area, type Scale, scaleOf, ticksOf } from './scales.ts';
import { path, px, type Shape, shapesText, text } from './shapes.ts';

/** A drawn plot. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  /** Grid, ticks, labels. */
  readonly around: readonly Shape[];
  /** Marks. What lies outside of the area is cut off. */
  readonly inside: readonly Shape[];
}

/** What a drawing is made for. */
export interface DrawOptions {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** Names of the marks: at the ends of lines with the last values, or above; none if the place around the drawing has them. */
  readonly names: 'ends' | 'above' | 'none';
}

/** Size of the texts in px. */
export const FONT = 11;
/** Room for a tick's label along x and along y, in px. */
const TICK = { x: 40, y: 36, band: 14 } as const;
const LONGEST_NAME = 22;
/** A drawing that is lower than this, in px, has no room for the names of its axes. */
const LOW = 140;

/** Draws a plot into a size in px. */
export function drawPlot(described: Plot, { width, height, names }: DrawOptions): Drawing {
  // In a low place the title of the chart has to say what the axes are.
  const plot = height < LOW ? { ...described, x: { ...described.x, label: '' }, y: { ...described.y, label: '' } } : described;
  const ends = names === 'ends' ? endLabels(plot) : [];
  const above = names === 'above' ? legend(plot, width) : { height: 0, shapes: [] };
  // The value axis of rows stands above them, because rows may be many and scroll.
  const isAbove = plot.marks.some((mark) => mark.kind === 'bars' && mark.along === 'y');
  const scaleRoom = 18 + (plot.x.label === '' ? 0 : 16);
  const roomLeft = (hasLabel(plot.y) ? 16 : 0) + widestTick(plot.y, height) + 12;
  const left = Math.min(roomLeft, width / 2);
  const right = ends.length > 0 ? Math.max(...ends.map((end) => widthOf(end.text))) + 16 : 14;
  const top = above.height + (isAbove ? scaleRoom : 8);
  const area = {
    left,
    top,
    width: Math.max(1, width - left - right),
    height: Math.max(1, height - top - (isAbove ? 4 : scaleRoom)),
  };
  const x = scaleOf(plot.x, area.left, area.left + area.width);
  const isDown = plot.y.scale === 'band';
  const [low, high] = isDown ? [area.top, area.top + area.height] : [area.top + area.height, area.top];
  const y = scaleOf(plot.y, low, high);
  const around = [
    ...above.shapes,
    ...axisShapes(plot, { area, x, y, isAbove }),
    ...placedEnds(ends, area, y, left + area.width + 10),
  ];
  return { width, height, area, x, y, around, inside: markShapes(plot, { area, x, y }) };
}

/** Points on the edge of the area are drawn whole, in px. */
export const EDGE = 3;

/** A drawing as an SVG element in text. Screen readers read out `label`. */
export function svgOf(drawing: Drawing, label: string): string {
  const { width, height, area, around, inside } = drawing;
  const box = [area.left - EDGE, area.top - EDGE, area.width + 2 * EDGE, area.height + 2 * EDGE].map(px);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${xmlText(label)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="${FONT}">`,
    shapesText(around),
    `<svg x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" viewBox="${box.join(' ')}" overflow="hidden">${shapesText(inside)}</svg>`,
    '</svg>',
  ].join('');
}

const wordsOf = ({ scale, names, tick, format }: Axis, value: number): string =>
  scale === 'band' ? cut(names?.[value] ?? '') : (tick ?? format)(value);

const cut = (name: string): string => (name.length > LONGEST_NAME ? `…${[...name].slice(1 - LONGEST_NAME).join('')}` : name);

const yTicks = (axis: Axis, height: number): number[] =>
  ticksOf(axis, Math.max(2, height / (axis.scale === 'band' ? TICK.band : TICK.y)));

const widestTick = (axis: Axis, height: number): number =>
  Math.max(0, ...yTicks(axis, height).map((value) => widthOf(wordsOf(axis, value))));

/** Names of bands say what they are. */
const hasLabel = ({ label, scale }: Axis): boolean => label !== '' && scale !== 'band';

interface Placed {
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  readonly isAbove: boolean;
}

function axisShapes({ x: xAxis, y: yAxis }: Plot, { area, x, y, isAbove }: Placed): Shape[] {
  const xs = ticksOf(xAxis, Math.max(2, area.width / roomAlong(xAxis)));
  const ys = yTicks(yAxis, area.height);
  const muted = colour('muted');
  const bottom = area.top + area.height;
  const lines = isAbove
    ? xs.map((value) => `M${px(x.at(value))} ${px(area.top)}V${px(bottom)}`)
    : yAxis.scale === 'band'
      ? []
      : ys.map((value) => `M${px(area.left)} ${px(y.at(value))}H${px(area.left + area.width)}`);
  const level = isAbove ? area.top - 6 : bottom + 14;
  return [
    path(lines.join(''), { stroke: colour('hairline'), fill: 'none' }),
    ...xs.map((value) => text(wordsOf(xAxis, value), x.at(value), level, { fill: muted, 'text-anchor': 'middle' })),
    ...ys.map((value) => text(wordsOf(yAxis, value), area.left - 8, y.at(value) + 4, { fill: muted, 'text-anchor': 'end' })),
    ...(xAxis.label === ''
      ? []
      : [
          text(xAxis.label, area.left + area.width / 2, isAbove ? level - 16 : level + 16, {
            fill: muted,
            'text-anchor': 'middle',
          }),
        ]),
    ...(hasLabel(yAxis)
      ? [
          text(yAxis.label, 0, 0, {
            fill: muted,
            'text-anchor': 'middle',
            transform: `translate(11 ${px(area.top + area.height / 2)}) rotate(-90)`,
          }),
        ]
      : []),
  ];
}

/** Room for a label along x in px: labels are as long as they are. */
function roomAlong(axis: Axis): number {
  if (axis.scale === 'band') return Math.max(16, ...(axis.names ?? []).map((name) => widthOf(cut(name)) + 8));
  return Math.max(TICK.x, ...axis.range.map((value) => widthOf(wordsOf(axis, value)) + 16));
}

/** Least distance between names at ends in px. */
const APART = 14;

/** Names at the ends, moved apart where they would overlap. */
function placedEnds(ends: ReturnType<typeof endLabels>, area: Area, y: Scale, left: number): Shape[] {
  const placed = ends.map((end) => ({ ...end, at: y.at(end.y) })).sort((a, b) => a.at - b.at);
  for (let index = 1; index < placed.length; index++)
    placed[index]!.at = Math.max(placed[index]!.at, placed[index - 1]!.at + APART);
  // Names that were pushed below the area move up again together.
  for (let index = placed.length - 1, limit = area.top + area.height; index >= 0; index--, limit -= APART)
    placed[index]!.at = Math.min(placed[index]!.at, limit);
  return placed.map(({ text: words, colour: name, at }) => text(words, left, at + 4, { fill: colour(name) }));
}
