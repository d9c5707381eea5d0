/** The names of marks in a drawing: at the ends of lines, or in a row above. */
import { type ColourName, colour } from '../theme/tokens.ts';
import type { Mark, Plot } from './plot.ts';
import { path, px, type Shape, text } from './shapes.ts';

/** Width of a text in px, as a rule of thumb: the font is not known here. */
export const widthOf = (words: string): number => words.length * 6.3;

/** A name beside the last value of a mark. */
export interface EndLabel {
  readonly text: string;
  readonly y: number;
  readonly colour: ColourName;
}

/** More names than this at the ends of lines could not be read. */
const MOST = 8;

/** The names at the ends of lines and bars with their last values; none if they are many. */
export function endLabels({ y, marks }: Plot): EndLabel[] {
  const ends = marks.flatMap((mark): EndLabel[] => {
    const last = lastOf(mark);
    return last === null ? [] : [{ text: `${mark.name} ${y.format(last)}`, y: last, colour: colourOf(mark) }];
  });
  return ends.length > MOST ? [] : ends;
}

function lastOf(mark: Mark): number | null {
  if (mark.kind === 'line') return mark.y.findLast((value) => value !== null) ?? null;
  return mark.kind === 'bars' && mark.along === 'x' ? (mark.bars.at(-1)?.to ?? null) : null;
}

/** The colour of the name of a mark. Bars may be too pale for words. */
const colourOf = (mark: Mark): ColourName => (mark.kind === 'line' || mark.kind === 'points' ? mark.colour : 'muted');

/** A small sample of a mark, 16 px wide, for a legend. `x`, `y`: the middle of its left edge. */
export function sample(mark: Exclude<Mark, { kind: 'cells' }>, x: number, y: number): Shape[] {
  const fill = colour(mark.colour);
  if (mark.kind === 'line') {
    const dash = mark.dash.length > 0 ? { 'stroke-dasharray': mark.dash.join(' ') } : {};
    return [path(`M${px(x)} ${px(y)}h16`, { stroke: fill, 'stroke-width': mark.reference ? 1 : 2, fill: 'none', ...dash })];
  }
  if (mark.kind === 'points') return [path(pointPath(mark.shape, x + 8, y), { fill })];
  return barSample(mark.pattern, fill, x, y);
}

function barSample(pattern: 'solid' | 'diagonal' | 'vertical' | 'horizontal', fill: string, x: number, y: number): Shape[] {
  const box = { x: x + 3, y: y - 5, width: 10, height: 10 };
  return [
    path(`M${px(box.x)} ${px(box.y)}h10v10h-10z`, { fill }),
    ...(pattern === 'solid' ? [] : [path(hatch(pattern, box), { stroke: colour('surface'), fill: 'none' })]),
  ];
}

/** The marks that a legend names. A line through points of its own name is one thing with them. */
export function namedMarks({ marks }: Plot): Exclude<Mark, { kind: 'cells' }>[] {
  const points = new Set(marks.flatMap((mark) => (mark.kind === 'points' ? [mark.name] : [])));
  return marks
    .filter((mark) => mark.kind !== 'cells')
    .filter(({ kind, name }) => name !== '' && (kind !== 'line' || !points.has(name)));
}

/** The names in rows above the area. */
export function legend(plot: Plot, width: number): { readonly height: number; readonly shapes: Shape[] } {
  const named = namedMarks(plot);
  const shapes: Shape[] = [];
  let [x, y] = [4, 10];
  for (const mark of named) {
    const room = 20 + widthOf(mark.name) + 14;
    if (x + room > width && x > 4) [x, y] = [4, y + 16];
    shapes.push(...sample(mark, x, y), text(mark.name, x + 20, y + 4, { fill: colour('muted') }));
    x += room;
  }
  return { height: named.length === 0 ? 0 : y + 12, shapes };
}

/** The outline of a point around its centre. */
export function pointPath(shape: 'circle' | 'square' | 'triangle' | 'diamond', x: number, y: number, r = 3.5): string {
  const at = `M${px(x)} ${px(y)}`;
  if (shape === 'square') return `${at}m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`;
  if (shape === 'triangle') return `${at}m0 ${-1.2 * r}l${1.1 * r} ${2 * r}h${-2.2 * r}z`;
  if (shape === 'diamond') return `${at}m0 ${-1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z`;
  return `${at}m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lines across a box that tell bars apart without colour. */
export function hatch(pattern: 'diagonal' | 'vertical' | 'horizontal', { x, y, width, height }: Box): string {
  const from = (start: number, length: number, gap: number): number[] => {
    const first = Math.ceil(start / gap) * gap;
    return Array.from({ length: Math.max(0, Math.ceil((start + length - first) / gap)) }, (_, index) => first + index * gap);
  };
  if (pattern === 'vertical')
    return from(x, width, 4)
      .map((at) => `M${px(at)} ${px(y)}v${px(height)}`)
      .join('');
  if (pattern === 'horizontal')
    return from(y, height, 3)
      .map((at) => `M${px(x)} ${px(at)}h${px(width)}`)
      .join('');
  // Lines x + y = sum, each cut at the edges of the box.
  return from(x + y, width + height, 5)
    .map((sum) => {
      const [left, right] = [Math.max(x, sum - y - height), Math.min(x + width, sum - y)];
      return right > left ? `M${px(left)} ${px(sum - left)}L${px(right)} ${px(sum - right)}` : '';
    })
    .join('');
}
