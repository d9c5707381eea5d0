/** The shapes of marks: few paths for each mark, however many values it has. */
import { heatFill, heatStep, HEAT_STEPS } from '../theme/heat.ts';
import { colour } from '../theme/tokens.ts';
import { hatch, pointPath } from './labels.ts';
import type { BarsMark, CellsMark, LineMark, Mark, Plot, PointsMark } from './plot.ts';
import type { Area, Scale } from './scales.ts';
import { path, px, type Shape, text } from './shapes.ts';

/** Where marks are drawn. */
export interface Place {
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
}

/** More values than this on a line are drawn without points. */
const MOST_POINTS = 40;
/** More lines than this have no points. */
const MOST_LINES = 12;

/** The marks of a plot, in their order. Bands are behind all lines. */
export function markShapes({ marks, ends }: Plot, place: Place): Shape[] {
  const hasPoints = marks.length <= MOST_LINES;
  return [
    ...marks.flatMap((mark) => (mark.kind === 'line' ? bandShapes(mark, place) : [])),
    ...marks.flatMap((mark) => shapesOf(mark, place, hasPoints)),
    ...(ends ?? []).map((words, row) => endShape(words, row, marks, place)),
  ];
}

/** The text behind the last bar of a row. */
function endShape(words: string, row: number, marks: readonly Mark[], { x, y }: Place): Shape {
  const bars = marks.flatMap((mark) => (mark.kind === 'bars' ? mark.bars : []));
  const end = bars.filter((bar) => bar.start < row && row < bar.end).reduce((most, { to }) => Math.max(most, to), 0);
  return text(words, x.at(end) + 5, y.at(row) + 4, { fill: colour('ink') });
}

function shapesOf(mark: Mark, place: Place, hasPoints: boolean): Shape[] {
  switch (mark.kind) {
    case 'line':
      return lineShapes(mark, place, hasPoints);
    case 'points':
      return pointShapes(mark, place);
    case 'bars':
      return barShapes(mark, place);
    case 'cells':
      return cellShapes(mark, place);
  }
}

/** The stretches of a line between gaps. */
function stretches({ x, y }: LineMark): { readonly x: number; readonly index: number }[][] {
  const all: { x: number; index: number }[][] = [[]];
  for (const [index, value] of y.entries()) {
    if (value === null) all.push([]);
    else all.at(-1)!.push({ x: x[index]!, index });
  }
  return all.filter((stretch) => stretch.length > 0);
}

function bandShapes(mark: LineMark, { x, y }: Place): Shape[] {
  const { band } = mark;
  if (!band) return [];
  const d = stretches({ ...mark, y: band.map((one) => one?.low ?? null) }).map((stretch) => {
    const edge = (end: 'low' | 'high') => stretch.map((one) => `${px(x.at(one.x))} ${px(y.at(band[one.index]![end]))}`);
    return `M${edge('high').join('L')}L${edge('low').toReversed().join('L')}Z`;
  });
  return [path(d.join(''), { fill: colour(mark.colour), 'fill-opacity': 0.15 })];
}

function lineShapes(mark: LineMark, { x, y }: Place, hasPoints: boolean): Shape[] {
  const { reference = false, dash } = mark;
  const parts = stretches(mark).map((stretch) => stretch.map((one) => [x.at(one.x), y.at(mark.y[one.index]!)] as const));
  const stroke = colour(mark.colour);
  const line = parts.map((points) => `M${points.map(([left, top]) => `${px(left)} ${px(top)}`).join('L')}`).join('');
  const dashes = dash.length > 0 ? { 'stroke-dasharray': dash.join(' ') } : {};
  const isDotted = hasPoints && !reference && mark.x.length <= MOST_POINTS;
  return [
    path(line, { stroke, 'stroke-width': reference ? 1 : 2, 'stroke-linejoin': 'round', fill: 'none', ...dashes }),
    ...(isDotted
      ? [
          path(parts.flatMap((points) => points.map(([left, top]) => pointPath('circle', left, top, 2.5))).join(''), {
            fill: stroke,
          }),
        ]
      : []),
  ];
}

function pointShapes({ points, shape, colour: name }: PointsMark, { x, y }: Place): Shape[] {
  const whiskers = points.map((point) => {
    const across = point.xInterval
      ? `M${px(x.at(point.xInterval.low))} ${px(y.at(point.y))}H${px(x.at(point.xInterval.high))}`
      : '';
    const up = point.yInterval ? `M${px(x.at(point.x))} ${px(y.at(point.yInterval.low))}V${px(y.at(point.yInterval.high))}` : '';
    return across + up;
  });
  const d = points.map((point) => pointPath(shape, x.at(point.x), y.at(point.y))).join('');
  const fill = colour(name);
  return [
    ...(whiskers.some((one) => one !== '')
      ? [path(whiskers.join(''), { stroke: fill, 'stroke-opacity': 0.6, fill: 'none' })]
      : []),
    path(d, { fill }),
  ];
}

/** Bars are at least as long as this if they are not 0, so that they can be seen. */
const LEAST = 0.5;

function barShapes({ bars, along, pattern, colour: name }: BarsMark, { x, y }: Place): Shape[] {
  const boxes = bars.map(({ start, end, from, to }) => {
    const [base, values] = along === 'x' ? [x, y] : [y, x];
    const [a, b, c, d] = [base.at(start), base.at(end), values.at(from), values.at(to)];
    const side = { low: Math.min(a, b), size: Math.abs(b - a) };
    const bar = { low: Math.min(c, d), size: from === to ? 0 : Math.max(LEAST, Math.abs(d - c)) };
    return along === 'x'
      ? { x: side.low, y: bar.low, width: side.size, height: bar.size }
      : { x: bar.low, y: side.low, width: bar.size, height: side.size };
  });
  const d = boxes.map((box) => `M${px(box.x)} ${px(box.y)}h${px(box.width)}v${px(box.height)}h${px(-box.width)}z`).join('');
  return [
    path(d, { fill: colour(name) }),
    ...(pattern === 'solid'
      ? []
      : [path(boxes.map((box) => hatch(pattern, box)).join(''), { stroke: colour('surface'), fill: 'none' })]),
  ];
}

/** One path for each step of the colour scale. Equal cells beside each other are one rectangle. Unknown values are crossed out. */
function cellShapes({ rows, columns, values, range: [low, high] }: CellsMark, { x, y }: Place): Shape[] {
  const paths: string[][] = Array.from({ length: HEAT_STEPS }, () => []);
  const unknown: string[] = [];
  const stepAt = (cell: number): number => {
    const value = values[cell]!;
    if (Number.isNaN(value)) return -1;
    return heatStep(high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0);
  };
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [y.at(row - 0.5), y.at(row + 0.5)];
    for (let column = 0, next = 0; column < columns; column = next) {
      const step = stepAt(row * columns + column);
      next = column + 1;
      while (next < columns && stepAt(row * columns + next) === step) next++;
      const [left, right] = [px(x.at(column - 0.5)), px(x.at(next - 0.5))];
      const box = `M${left} ${px(top)}H${right}V${px(bottom)}H${left}z`;
      if (step >= 0) paths[step]!.push(box);
      else unknown.push(`M${left} ${px(top)}L${right} ${px(bottom)}`);
    }
  }
  return [
    ...paths.flatMap((boxes, step) =>
      boxes.length === 0 ? [] : [path(boxes.join(''), { fill: heatFill(step), 'shape-rendering': 'crispEdges' })],
    ),
    ...(unknown.length === 0 ? [] : [path(unknown.join(''), { stroke: colour('outline'), fill: 'none' })]),
  ];
}
