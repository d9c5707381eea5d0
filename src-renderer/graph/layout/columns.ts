/**
 * Long thin drawings in several columns: the ranks of a group are cut where few lines cross, and the parts stand side by side, read
 * from top to bottom and from left to right. A line that crosses a cut runs below its column, up between the two, and in from above.
 */
import type { Point } from './protocol.ts';

/** Boxes and lines of one group in px, from top to bottom, before it has a border. */
export interface Drawing {
  /** Left, top, width and height of each child. */
  readonly boxes: readonly (readonly [x: number, y: number, width: number, height: number])[];
  /** Each goes down only. */
  readonly lines: readonly (readonly Point[])[];
}

/** Lower drawings stay as they are: they can be read as a whole. */
const LEAST_HEIGHT = 1000;
/** Drawings that are not this many times as high as wide stay as they are. */
const THIN = 1.6;
/** About how many times as wide as high a folded drawing is: as a window is. */
const WIDE = 2;
/** Drawings with more lines than this across every cut would be more lanes than columns. */
const MOST_LANES = 16;
/** Space between lanes, and between them and boxes, px. */
const LANE = 8;
const BESIDE = 20;
/** By how much higher a column may be to save a line across its end, px. */
const PER_LINE = 60;
/** With more ranks than this every cut can lie about where it should, and is chosen alone. */
const MOST_FOR_ALL = 150;

/** A drawing in columns: how far its first and its last part were moved. */
export interface Folded extends Drawing {
  readonly first: Point;
  readonly last: Point;
}

/** The drawing in columns; null if it is not long and thin, or cannot be cut. */
export function inColumns(drawing: Drawing): Folded | null {
  const { boxes, lines } = drawing;
  const [left, right] = extent([...boxes.map(([x, , width]) => [x, x + width]), ...lines.flat().map(([x]) => [x, x])]);
  const [top, bottom] = extent(boxes.map(([, y, , height]) => [y, y + height]));
  const [width, height] = [right - left, bottom - top];
  const columns = Math.round(Math.sqrt((WIDE * height) / (width + 2 * BESIDE + LANE)));
  if (height < LEAST_HEIGHT || height < THIN * width || columns < 2) return null;
  const cuts = chooseCuts(drawing, top, height, columns);
  return cuts.length === 0 ? null : fold(drawing, cuts);
}

const extent = (spans: readonly (readonly number[])[]): readonly [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans) {
    low = Math.min(low, from!);
    high = Math.max(high, to!);
  }
  return [low, high];
};

/** Heights between ranks where the drawing is cut, one less than columns at most. */
function chooseCuts({ boxes, lines }: Drawing, top: number, height: number, columns: number): number[] {
  const spans = lines.map((line) => [line[0]![1], line.at(-1)![1]] as const);
  const crossing = (y: number): number => spans.reduce((sum, [from, to]) => sum + (from < y && y < to ? 1 : 0), 0);
  const gaps = gapsBetween(boxes);
  const each = height / columns;
  if (gaps.length > MOST_FOR_ALL) return cutsNear(gaps, crossing, top, each, columns);
  const able = gaps.map((y) => ({ y, lanes: crossing(y) })).filter(({ lanes }) => lanes <= MOST_LANES);
  return bestCuts(able, { top, bottom: top + height, each, columns });
}

/** Each cut by itself: near to where equal columns would end. */
function cutsNear(
  gaps: readonly number[],
  crossing: (y: number) => number,
  top: number,
  each: number,
  columns: number,
): number[] {
  const cuts: number[] = [];
  for (let index = 1; index < columns; index++) {
    const wanted = top + index * each;
    const near = gaps.filter((y) => Math.abs(y - wanted) <= each / 2 && y > (cuts.at(-1) ?? top));
    const costs = near.map((y) => {
      const lanes = crossing(y);
      return { y, lanes, cost: PER_LINE * lanes + Math.abs(y - wanted) };
    });
    const [best] = costs.filter(({ lanes }) => lanes <= MOST_LANES).toSorted((a, b) => a.cost - b.cost);
    if (best) cuts.push(best.y);
  }
  return cuts;
}

interface Gap {
  readonly y: number;
  readonly lanes: number;
}

/** All cuts together, so that columns are as equal as large modules allow: the least sum of squared heights and of lines across. */
function bestCuts(
  gaps: readonly Gap[],
  {
    top,
    bottom,
    each,
    columns,
  }: { readonly top: number; readonly bottom: number; readonly each: number; readonly columns: number },
): number[] {
  const ends: readonly Gap[] = [...gaps, { y: bottom, lanes: 0 }];
  const column = (from: number, { y, lanes }: Gap): number => (y - from) ** 2 / each + PER_LINE * lanes;
  interface Way {
    readonly cost: number;
    readonly cuts: readonly number[];
  }
  /** The best way to end a column at each place, with as many columns as were gone through. */
  let ways: readonly Way[] = ends.map((end) => ({ cost: column(top, end), cuts: [] }));
  let best = ways.at(-1)!;
  for (let count = 2; count <= columns; count++) {
    ways = ends.map((end, at) =>
      ways.slice(0, at).reduce<Way>(
        (least, way, index) => {
          const cost = way.cost + column(ends[index]!.y, end);
          return cost < least.cost ? { cost, cuts: [...way.cuts, ends[index]!.y] } : least;
        },
        { cost: Number.POSITIVE_INFINITY, cuts: [] },
      ),
    );
    if (ways.at(-1)!.cost < best.cost) best = ways.at(-1)!;
  }
  return [...best.cuts];
}

/** Middles of the stretches in which no box lies. */
function gapsBetween(boxes: Drawing['boxes']): number[] {
  const gaps: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const [, y, , height] of boxes.toSorted((a, b) => a[1] - b[1])) {
    if (y > end && end > Number.NEGATIVE_INFINITY) gaps.push((end + y) / 2);
    end = Math.max(end, y + height);
  }
  return gaps;
}

interface Crossing {
  readonly line: number;
  /** Its place on the cut. */
  readonly x: number;
}

interface Column {
  readonly dx: number;
  readonly dy: number;
  /** Ends of its boxes in the folded drawing. */
  readonly right: number;
  readonly bottom: number;
}

function fold({ boxes, lines }: Drawing, cuts: readonly number[]): Folded {
  const columnAt = (y: number): number => cuts.filter((cut) => cut <= y).length;
  const parts = lines.map((line) => partsOf(line, cuts));
  const crossings = cuts.map((cut) =>
    lines
      .flatMap((line, index): Crossing[] =>
        line[0]![1] < cut && cut < line.at(-1)![1] ? [{ line: index, x: xAt(line, cut) }] : [],
      )
      .toSorted((a, b) => b.x - a.x),
  );
  const lanes = crossings.map(({ length }) => length * LANE);
  const head = Math.max(...lanes) + BESIDE;
  const columns = placeColumns({ boxes, lines }, cuts, lanes, head);
  const shiftOf = ({ dx, dy }: Column): Point => [dx, dy];
  return {
    first: shiftOf(columns[0]!),
    last: shiftOf(columns.at(-1)!),
    boxes: boxes.map(([x, y, width, height]) => {
      const { dx, dy } = columns[columnAt(y)]!;
      return [x + dx, y + dy, width, height] as const;
    }),
    lines: parts.map((own, line) =>
      own.flatMap(({ column, points }, index) => {
        const { dx, dy } = columns[column]!;
        const here = points.map(([x, y]): Point => [x + dx, y + dy]);
        if (index === own.length - 1) return here;
        const order = crossings[column]!.findIndex((one) => one.line === line);
        return [...here, ...around(columns[column]!, columns[column + 1]!, order, crossings[column]!)];
      }),
    ),
  };
}

/** Places of the columns: all begin at the same height, and leave room above for the lines that come from the column before. */
function placeColumns({ boxes, lines }: Drawing, cuts: readonly number[], lanes: readonly number[], head: number): Column[] {
  const columns: Column[] = [];
  let next = 0;
  for (let index = 0; index <= cuts.length; index++) {
    const [from, to] = [cuts[index - 1] ?? Number.NEGATIVE_INFINITY, cuts[index] ?? Number.POSITIVE_INFINITY];
    const own = boxes.filter(([, y]) => y > from && y < to);
    const bends = lines.flatMap((line) => line.filter(([, y]) => y > from && y < to));
    const across = lines.flatMap((line) =>
      [from, to].flatMap((cut) => (line[0]![1] < cut && cut < line.at(-1)![1] ? [xAt(line, cut)] : [])),
    );
    const [left, right] = extent([
      ...own.map(([x, , width]) => [x, x + width]),
      ...bends.map(([x]) => [x, x]),
      ...across.map((x) => [x, x]),
    ]);
    const [top, bottom] = extent(own.map(([, y, , height]) => [y, y + height]));
    const [dx, dy] = [next - left, head - top];
    columns.push({ dx, dy, right: right + dx, bottom: bottom + dy });
    next = right + dx + 2 * BESIDE + (lanes[index] ?? 0);
  }
  return columns;
}

/** From the end of one column to the beginning of the next one: nested, so that lines of one cut do not cross each other here. */
function around(from: Column, to: Column, order: number, crossings: readonly Crossing[]): Point[] {
  const { x } = crossings[order]!;
  const below = from.bottom + BESIDE + order * LANE;
  const between = from.right + BESIDE + order * LANE;
  const above = order * LANE;
  return [
    [x + from.dx, below],
    [between, below],
    [between, above],
    [x + to.dx, above],
  ];
}

/** A line cut into parts, each with its column; parts meet at the cut. */
function partsOf(line: readonly Point[], cuts: readonly number[]): { readonly column: number; readonly points: Point[] }[] {
  const parts: { column: number; points: Point[] }[] = [{ column: cuts.filter((cut) => cut <= line[0]![1]).length, points: [] }];
  let before: Point | undefined;
  for (const point of line) {
    const last = parts.at(-1)!;
    for (let column = last.column; cuts[column] !== undefined && cuts[column]! <= point[1] && before; column++) {
      const cut: Point = [xAt(line, cuts[column]!), cuts[column]!];
      parts.at(-1)!.points.push(cut);
      parts.push({ column: column + 1, points: [cut] });
    }
    parts.at(-1)!.points.push(point);
    before = point;
  }
  return parts;
}

/** Place of a line that goes down, at a height. */
function xAt(line: readonly Point[], y: number): number {
  for (let index = 1; index < line.length; index++) {
    const [[ax, ay], [bx, by]] = [line[index - 1]!, line[index]!];
    if (y <= by) return by === ay ? bx : ax + ((bx - ax) * (y - ay)) / (by - ay);
  }
  return line.at(-1)![0];
}
