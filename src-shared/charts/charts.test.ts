/** Plots become drawings, readings and tables: what is drawn lies where the axes say, and everything drawn can be read. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  bandRange,
  csvOf,
  type Direction,
  drawPlot,
  firstSpot,
  fromZero,
  type Mark,
  placeOf,
  type Plot,
  ratioRange,
  shapesText,
  shareRange,
  type Spot,
  spotAt,
  spotBeside,
  spotWords,
  svgOf,
  tableOf,
} from './index.ts';

const axis = { label: '', unit: '', scale: 'linear', range: [0, 10], format: (value: number) => value.toFixed(1) } as const;
const plotOf = (...marks: Mark[]): Plot => ({ x: { ...axis, label: 'step', whole: true }, y: { ...axis, unit: 'pJ' }, marks });
const line = (name: string, y: readonly (number | null)[], more = {}): Mark => ({
  ...{ kind: 'line', name, colour: 'accent', dash: [], x: y.map((_, index) => index + 1), y },
  ...more,
});
const size = { width: 400, height: 200, names: 'none' } as const;

const lines = plotOf(
  line('low', [1, 2, null, 4], { band: [{ low: 0, high: 2 }, { low: 1, high: 3 }, null, { low: 3, high: 5 }] }),
  line('high', [5, 6, 7, 8]),
  line('float', [9, 9, 9, 9], { reference: true }),
);
const points = plotOf({
  kind: 'points',
  name: 'runs',
  colour: 'second',
  shape: 'diamond',
  points: [
    { name: 'run 1', x: 2, y: 3, yInterval: { low: 2, high: 4 } },
    { name: 'run 2', x: 8, y: 3 },
  ],
});
const stacked: Plot = {
  x: { ...axis, unit: 'pJ' },
  y: { ...axis, label: 'layer', scale: 'band', range: bandRange(2), names: ['conv1', '<conv2>'] },
  marks: [
    {
      kind: 'bars',
      along: 'y',
      name: 'a',
      colour: 'accent',
      pattern: 'solid',
      bars: [{ start: -0.3, end: 0.3, from: 0, to: 4 }],
    },
    {
      ...{ kind: 'bars', along: 'y', name: 'b', colour: 'second', pattern: 'diagonal' },
      bars: [
        { start: -0.3, end: 0.3, from: 4, to: 6 },
        { start: 0.7, end: 1.3, from: 0, to: 3 },
      ],
    },
  ],
};
const histogram = plotOf({
  ...{ kind: 'bars', along: 'x', name: 'count', colour: 'accent', pattern: 'vertical' },
  bars: [0, 1, 2].map((start) => ({ start, end: start + 1, from: 0, to: 3 * start })),
});
const map: Plot = {
  x: { ...axis, label: 'step', scale: 'band', range: bandRange(3), names: ['1', '2', '3'] },
  y: { ...axis, label: 'layer', scale: 'band', range: bandRange(2), names: ['conv1', 'conv2'] },
  marks: [
    {
      ...{ kind: 'cells', name: 'error', rows: 2, columns: 3, range: [0, 1], unit: 'fraction' },
      values: [0, 0.5, 1, 0.25, NaN, 0.75],
      format: (value: number) => `${100 * value} %`,
    },
  ],
};
const ALL: readonly (readonly [string, Plot])[] = [
  ['lines', lines],
  ['points', points],
  ['stacked bars', stacked],
  ['a histogram', histogram],
  ['a map', map],
];

describe.each(ALL)('%s', (_, plot) => {
  it('are well-formed, with numbers only, whatever names they have', () => {
    for (const names of ['ends', 'above', 'none'] as const) {
      const svg = svgOf(drawPlot(plot, { ...size, names }), 'a "b" & <c>');
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<conv2>/);
      const root = parseHTML(svg).document.querySelector('svg')!;
      expect(root.getAttribute('aria-label')).toBe('a "b" & <c>');
      expect(root.querySelectorAll('path').length).toBeGreaterThan(0);
    }
  });

  it('can be read wherever the arrow keys come to, and they come everywhere', () => {
    const seen = new Map<string, Spot>();
    const open = [firstSpot(plot)!];
    for (let spot = open.pop(); spot; spot = open.pop()) {
      const key = `${spot.mark} ${spot.index}`;
      if (seen.has(key)) continue;
      seen.set(key, spot);
      expect(spotWords(plot, spot)).not.toBe('');
      for (const direction of ['left', 'right', 'up', 'down'] satisfies Direction[]) open.push(spotBeside(plot, spot, direction));
    }
    const values = plot.marks.reduce((sum, mark) => {
      if (mark.kind === 'line') return sum + (mark.reference ? 0 : mark.y.filter((y) => y !== null).length);
      return (
        sum + (mark.kind === 'cells' ? mark.rows * mark.columns : mark.kind === 'points' ? mark.points.length : mark.bars.length)
      );
    }, 0);
    expect(seen.size).toBe(values);
  });

  it('are read by the pointer where they are drawn', () => {
    const drawing = drawPlot(plot, size);
    for (const [mark, one] of plot.marks.entries()) {
      if (one.kind === 'line' && one.reference) continue;
      const place = placeOf(plot, { mark, index: 0 })!;
      expect(spotAt(plot, drawing, drawing.x.at(place.x), drawing.y.at(place.y))).toEqual({ mark, index: 0 });
    }
    expect(spotAt(plot, drawing, -5, 0)).toBeNull();
  });

  it('have a table with as many cells as columns in every row', () => {
    const { columns, rows } = tableOf(plot);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('what is read', () => {
  it.each([
    [lines, { mark: 0, index: 1 }, 'low, step 2.0: 2.0 (1.0 – 3.0)'],
    [points, { mark: 0, index: 0 }, 'run 1: step 2.0, 3.0 (2.0 – 4.0)'],
    [stacked, { mark: 1, index: 1 }, '<conv2>, b: 3.0'],
    [histogram, { mark: 0, index: 2 }, '2.0 – 3.0, count: 6.0'],
    [map, { mark: 0, index: 3 }, 'conv2, step 1: 25 %'],
    [map, { mark: 0, index: 4 }, 'conv2, step 2: –'],
    [map, { mark: 7, index: 4 }, ''],
  ] as const)('%#', (plot, spot, words) => {
    expect(spotWords(plot, spot)).toBe(words);
  });

  it('along a line skips what is unknown, and across goes to the line above', () => {
    expect(spotBeside(lines, { mark: 0, index: 1 }, 'right')).toEqual({ mark: 0, index: 3 });
    expect(spotBeside(lines, { mark: 0, index: 1 }, 'up')).toEqual({ mark: 1, index: 1 });
    expect(spotBeside(lines, { mark: 1, index: 1 }, 'up')).toEqual({ mark: 1, index: 1 });
  });
});

describe('tables', () => {
  it('of lines have a row for each place, with intervals and units', () => {
    expect(csvOf(tableOf(lines))).toBe(
      [
        'step,low (pJ),low low (pJ),low high (pJ),high (pJ),float (pJ)',
        '1,1,0,2,5,9',
        '2,2,1,3,6,9',
        '3,,,,7,9',
        '4,4,3,5,8,9',
      ].join('\n'),
    );
  });

  it('of bars and maps have the names of rows', () => {
    expect(csvOf(tableOf(stacked))).toBe('layer,a (pJ),b (pJ)\nconv1,4,2\n<conv2>,,3');
    expect(csvOf(tableOf(histogram)).split('\n')).toEqual(['from,to,count (pJ)', '0,1,0', '1,2,3', '2,3,6']);
    expect(csvOf(tableOf(map)).split('\n')[2]).toBe('conv2,0.25,,0.75');
    expect(csvOf(tableOf(points)).split('\n')[1]).toBe('run 1,2,3,2,4');
  });

  it('quote what CSV has signs for', () => {
    expect(csvOf({ columns: [{ title: 'a,b' }], rows: [['say "x"'], [null], [0.1]] })).toBe('"a,b"\n"say ""x"""\n\n0.1');
  });
});

it('a map has one path for each colour, and unknown cells are not coloured', () => {
  const paths = drawPlot(map, size).inside;
  expect(paths.filter(({ attributes }) => String(attributes.fill).startsWith('var(--heat'))).toHaveLength(5);
  expect(paths.at(-1)!.attributes.fill).toBe('none');
});

it('names at the ends of lines do not overlap, and stay inside', () => {
  const close = plotOf(line('a', [0, 0.1]), line('b', [0, 0]), line('c', [0, 0.05]));
  const { around } = drawPlot(close, { ...size, names: 'ends' });
  const places = around
    .flatMap(({ text, attributes }) => (/^[abc] /.test(text ?? '') ? [Number(attributes.y)] : []))
    .sort((a, b) => a - b);
  expect(places).toHaveLength(3);
  for (const [index, place] of places.slice(1).entries()) expect(place - places[index]!).toBeGreaterThanOrEqual(13.9);
  expect(places.at(-1)!).toBeLessThan(size.height);
});

it('control characters of names do not come into a drawing', () => {
  expect(shapesText([{ tag: 'text', attributes: { x: 0 }, text: 'a\u0001\ud800<' }])).toBe('<text x="0">a\ufffd&lt;</text>');
});

it('axes hold all of their values', () => {
  expect(shareRange([0.42, 0.803])).toEqual([0.4, 0.9]);
  expect(shareRange([1])).toEqual([0.9, 1]);
  expect(shareRange([0])).toEqual([0, 0.1]);
  expect(shareRange([])).toEqual([0, 1]);
  expect(fromZero([0.5])[1]).toBeGreaterThan(0.5);
  expect(ratioRange([0.2, 2]).scale).toBe('linear');
  expect(ratioRange([0.02, 30])).toEqual({ range: [0.02 / 1.25, 30 * 1.25], scale: 'log' });
  expect(ratioRange([0, 1.5]).range[0]).toBe(0);
});
