/** What marks the value that is read: a line and a ring, or the outline of a bar or a cell. */
import { colour } from '../../src-shared/theme/tokens.ts';
import { type Drawing, placeOf, type Plot, px, type Shape, type Spot } from '../../src-shared/charts/index.ts';

const stroke = { stroke: colour('ink'), 'stroke-width': 1.5, fill: 'none' };

/** The line through a place along x, in all charts of the same steps. */
export const cursorLine = ({ area }: Drawing, left: number): Shape => ({
  tag: 'path',
  attributes: { d: `M${px(left)} ${px(area.top)}v${px(area.height)}`, stroke: colour('outline'), fill: 'none' },
});

/** The marks of a value. */
export function spotShapes(plot: Plot, drawing: Drawing, spot: Spot): Shape[] {
  const mark = plot.marks[spot.mark];
  const place = placeOf(plot, spot);
  if (!mark || !place) return [];
  const [x, y] = [drawing.x.at(place.x), drawing.y.at(place.y)];
  if (mark.kind === 'line' || mark.kind === 'points') {
    return [{ tag: 'path', attributes: { d: `M${px(x)} ${px(y)}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`, ...stroke } }];
  }
  if (mark.kind === 'cells') {
    const [width, height] = [drawing.x.at(place.x + 0.5) - drawing.x.at(place.x - 0.5), drawing.y.at(1) - drawing.y.at(0)];
    return [box(x - width / 2, y - height / 2, width, height)];
  }
  const { start, end, from, to } = mark.bars[spot.index]!;
  const [base, values] = mark.along === 'x' ? [drawing.x, drawing.y] : [drawing.y, drawing.x];
  const [a, b, c, d] = [base.at(start), base.at(end), values.at(from), values.at(to)];
  return mark.along === 'x'
    ? [box(Math.min(a, b), Math.min(c, d), Math.abs(b - a), Math.abs(d - c))]
    : [box(Math.min(c, d), Math.min(a, b), Math.abs(d - c), Math.abs(b - a))];
}

const box = (x: number, y: number, width: number, height: number): Shape => ({
  tag: 'rect',
  attributes: { x: px(x), y: px(y), width: px(width), height: px(height), ...stroke },
});
