/** Lines of edges: their curves, what they stand for, what is written beside them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { derivedFrom, laidOutScene, nothingDerived } from '../../testing/laid-out-scene.ts';
import type { Point } from '../layout/protocol.ts';
import { boundsOf, curve, edgeShapes, pointAt } from './edge-shapes.ts';

const coordinate = fc.integer({ min: -5000, max: 5000 });
const line = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 7 });

describe('a curve', () => {
  it.each([
    [
      'straight',
      [
        [0, 0],
        [0, 100],
      ],
      'M0 0L0 100',
    ],
    [
      'over a point on the way',
      [
        [0, 0],
        [0, 50],
        [0, 100],
      ],
      'M0 0L0 100',
    ],
    [
      'round a corner',
      [
        [0, 0],
        [0, 100],
        [100, 100],
      ],
      'M0 0L0 80Q0 100 20 100L100 100',
    ],
    [
      'round a corner near by, at most half way',
      [
        [0, 0],
        [0, 10],
        [100, 10],
      ],
      'M0 0L0 5Q0 10 20 10L100 10',
    ],
    [
      'over the same point twice',
      [
        [0, 0],
        [0, 0],
        [5, 9],
      ],
      'M0 0L5 9',
    ],
    [
      'at tenths of a px',
      [
        [0.04, 1 / 3],
        [2, 2.26],
      ],
      'M0 0.3L2 2.3',
    ],
  ] as const)('%s', (_, points, d) => {
    expect(curve(points as unknown as Point[])).toBe(d);
  });

  it('begins and ends where its line does, and has a number wherever one belongs', () => {
    fc.assert(
      fc.property(line, (points) => {
        const d = curve(points);
        expect(d.startsWith(`M${points[0]!.join(' ')}`)).toBe(true);
        expect(d.endsWith(`L${points.at(-1)!.join(' ')}`)).toBe(true);
        expect(d).toMatch(/^(?:[MLQ ]-?\d+(?:\.\d)? -?\d+(?:\.\d)?)+$/);
      }),
    );
  });
});

describe('a point of a line', () => {
  it('at its beginning, middle and end', () => {
    const points: Point[] = [
      [0, 0],
      [0, 30],
      [70, 30],
    ];
    expect(pointAt(points, 0)).toEqual([0, 0]);
    expect(pointAt(points, 0.5)).toEqual([20, 30]);
    expect(pointAt(points, 1)).toEqual([70, 30]);
  });

  it('lies within the bounds of the line, also where the line is a point', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0, max: 1, noNaN: true }), (points, share) => {
        const [x, y] = pointAt(points, share);
        const { x: left, y: top, width, height } = boundsOf(points);
        expect(x >= left && y >= top && x <= left + width && y <= top + height).toBe(true);
      }),
    );
    expect(
      pointAt(
        [
          [3, 4],
          [3, 4],
        ],
        0.5,
      ),
    ).toEqual([3, 4]);
  });

  it('bounds reach a px beyond the line, so that an upright one is not nothing', () => {
    expect(
      boundsOf([
        [10, 0],
        [10, 50],
      ]),
    ).toEqual({ x: 9, y: -1, width: 2, height: 52 });
  });
});

describe('the lines of a drawing', () => {
  // input → stem → { left, right } → join; the left one leaves out what the right one has.
  const draft = draftGraph();
  const stem = draft.add('Relu', 'stem', ['input'], [8, 4, 4]);
  const left = draft.add('Relu', 'm.left', [stem], [8, 4, 4]);
  const right = draft.add('Relu', 'm.right', [stem], [8, 4, 4]);
  const join = draft.add('Add', 'join', [left, right, stem], []);
  const graph = draft.done(join);
  const rate = setLayers(EMPTY_PLAN, ['m.left'], { coding: 'rate' });

  it('are one for each piece, with the coding of what is sent along it', () => {
    const scene = laidOutScene(graph);
    const shapes = edgeShapes(scene, derivedFrom(graph, rate), null);
    const toJoin = shapes.filter(({ to }) => to.has(join));
    expect(toJoin.map(({ count, coding, ends }) => [count, coding, ends]).toSorted()).toEqual([
      [1, 'differential', true],
      [2, 'mixed', true],
    ]);
  });

  it('have a transcoder at the end that needs one, inside and outside of the module that sends', () => {
    for (const open of [[], 'all'] as const) {
      const shapes = edgeShapes(laidOutScene(graph, open), derivedFrom(graph, rate), null);
      const marked = shapes.filter(({ transcoders }) => transcoders.length > 0);
      expect(marked.map(({ transcoders }) => transcoders)).toEqual([[{ from: 'rate', to: 'differential', node: join }]]);
      expect(marked.every(({ ends, to }) => ends && to.has(join))).toBe(true);
    }
  });

  it('have the shape written once where a value leaves its node, and nowhere else', () => {
    const shapes = edgeShapes(laidOutScene(graph, 'all'), nothingDerived, null);
    const labels = shapes.flatMap(({ label, from }) => (label ? [[[...from][0], label.text]] : []));
    expect(labels.toSorted()).toEqual(
      [
        ['input', '3×32×32'],
        [stem, '8×4×4'],
        [left, '8×4×4'],
        [right, '8×4×4'],
      ].toSorted(),
    );
  });

  it('are those that meet the window', () => {
    const large = bigResidual(600);
    const scene = laidOutScene(large, 'all');
    const all = edgeShapes(scene, nothingDerived, null);
    const { x, y } = scene.layout.boxes.get('input')!;
    const window = { x: x - 200, y: y - 50, width: 400, height: 300 };
    const here = edgeShapes(scene, nothingDerived, window);
    expect(here.length).toBeGreaterThan(0);
    expect(here.length).toBeLessThan(all.length / 4);
    expect(edgeShapes(scene, nothingDerived, { x: -900, y: -900, width: 10, height: 10 })).toEqual([]);
    const whole = scene.layout.boxes.get(scene.tree.root)!;
    expect(edgeShapes(scene, nothingDerived, whole)).toHaveLength(all.length);
  });
});
