/** Layout of one group, whatever its children and lines: nothing overlaps, all is in bounds, and the same comes out every time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutModule, type ModuleLayout, type PlainModule } from './layout-module.ts';
import { INSIDE } from './measures.ts';

/** Dagre keeps fractions of a px, the layout halves of one. */
const CLOSE = 0.51;

/** Groups with up to `most` children of uneven sizes, lines that go down, and ports that are met. */
const modules = (most: number): fc.Arbitrary<PlainModule> =>
  fc
    .record({
      children: fc.array(fc.record({ width: fc.constantFrom(160, 240, 620), height: fc.constantFrom(40, 64, 300) }), {
        minLength: 1,
        maxLength: most,
      }),
      lines: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 * most }),
      ins: fc.array(fc.nat(), { maxLength: 3 }),
      outs: fc.array(fc.nat(), { maxLength: 3 }),
      framed: fc.boolean(),
    })
    .map(({ children, lines, ins, outs, framed }) => {
      const count = children.length;
      const inner = lines
        .map(([a, b]) => [a % count, b % count].sort((x, y) => x - y) as [number, number])
        .filter(([from, to]) => from !== to);
      const ports = framed ? [...ins.map(() => 'in' as const), ...outs.map(() => 'out' as const)] : [];
      const met = framed
        ? [
            ...ins.map((at, index) => [count + index, at % count] as [number, number]),
            ...outs.map((at, index) => [at % count, count + ins.length + index] as [number, number]),
          ]
        : [];
      const edges = [...new Map([...inner, ...met].map((edge) => [edge.join(), edge])).values()];
      return { children, ports, edges, framed };
    });

const boxesOf = ({ children: sizes }: PlainModule, { children }: ModuleLayout) =>
  sizes.map(({ width, height }, index) => ({ x: children[index]![0], y: children[index]![1], width, height }));

describe('a group of any children and lines', () => {
  it('overlaps nowhere, and all of it is inside its border', () => {
    fc.assert(
      fc.property(modules(14), (module) => {
        const laid = layoutModule(module);
        const boxes = boxesOf(module, laid);
        const inside = module.framed ? INSIDE : { top: 0, side: 0, bottom: 0 };
        for (const [index, { x, y, width, height }] of boxes.entries()) {
          expect(x).toBeGreaterThanOrEqual(inside.side - CLOSE);
          expect(y).toBeGreaterThanOrEqual(inside.top - CLOSE);
          expect(x + width).toBeLessThanOrEqual(laid.width - inside.side + CLOSE);
          expect(y + height).toBeLessThanOrEqual(laid.height - inside.bottom + CLOSE);
          for (const other of boxes.slice(index + 1)) {
            const apart =
              x + width <= other.x || other.x + other.width <= x || y + height <= other.y || other.y + other.height <= y;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leads every line from the lower edge of one child to the upper edge of another, or to a border', () => {
    fc.assert(
      fc.property(modules(12), (module) => {
        const laid = layoutModule(module);
        const boxes = boxesOf(module, laid);
        module.edges.forEach(([from, to], index) => {
          const line = laid.edges[index]!;
          const [[startX, startY], [endX, endY]] = [line[0]!, line.at(-1)!];
          for (const [x, y] of line) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
          const [source, target] = [boxes[from], boxes[to]];
          if (source) {
            expect(Math.abs(startY - source.y - source.height)).toBeLessThan(CLOSE);
            expect(startX).toBeGreaterThan(source.x);
            expect(startX).toBeLessThan(source.x + source.width);
          } else {
            expect(startY).toBe(INSIDE.head);
            expect(startX).toBe(laid.ports[from - boxes.length]);
          }
          if (target) {
            expect(Math.abs(endY - target.y)).toBeLessThan(CLOSE);
            expect(endX).toBeGreaterThan(target.x);
            expect(endX).toBeLessThan(target.x + target.width);
          } else {
            expect(endY).toBe(laid.height);
            expect(endX).toBe(laid.ports[to - boxes.length]);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('puts what reads a value below what makes it, or in a column to the right of it', () => {
    fc.assert(
      fc.property(modules(14), (module) => {
        const boxes = boxesOf(module, layoutModule(module));
        for (const [from, to] of module.edges) {
          const [source, target] = [boxes[from], boxes[to]];
          if (!source || !target) continue;
          expect(target.y >= source.y + source.height || target.x > source.x + source.width).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same every time', () => {
    fc.assert(
      fc.property(modules(10), (module) => {
        expect(layoutModule(structuredClone(module))).toEqual(layoutModule(module));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a group', () => {
  const box = { width: 240, height: 40 };
  const plain: PlainModule = { children: [box], ports: [], edges: [], framed: false };

  it('of one child is that child, with the border around it where it has one', () => {
    expect(layoutModule(plain)).toEqual({ width: 240, height: 40, children: [[0, 0]], ports: [], edges: [] });
    const framed = layoutModule({ ...plain, framed: true });
    expect(framed).toMatchObject({
      width: 240 + 2 * INSIDE.side,
      height: 40 + INSIDE.top + INSIDE.bottom,
      children: [[INSIDE.side, INSIDE.top]],
    });
  });

  it('whose children have nothing to do with each other stands side by side', () => {
    const { children, height } = layoutModule({ ...plain, children: [box, box, box] });
    expect(new Set(children.map(([, y]) => y))).toEqual(new Set([0]));
    expect(height).toBe(40);
  });

  it('of more children than network simplex can take still has each line go down', () => {
    const count = 130;
    const children = Array.from({ length: count }, () => box);
    const edges = children.slice(1).map((_, index) => [Math.floor(index / 2), index + 1] as const);
    const module: PlainModule = { children, ports: [], edges, framed: false };
    const laid = layoutModule(module);
    for (const [from, to] of edges) expect(laid.children[to]![1]).toBeGreaterThan(laid.children[from]![1]);
  });
});
