/** Long thin drawings in columns: as wide as a window is, in reading order, without a line over a box. */
import { describe, expect, it } from 'vitest';
import { layoutModule, type PlainModule } from './layout-module.ts';
import type { Point } from './protocol.ts';

const SIZE = { width: 240, height: 64 } as const;

/** A chain in which every `every`-th node is read by the one three further on as well. */
function chain(count: number, every: number, framed: boolean): PlainModule {
  const edges: [number, number][] = [];
  for (let index = 0; index + 1 < count; index++) {
    edges.push([index, index + 1]);
    if (every > 0 && index % every === 0 && index + 3 < count) edges.push([index, index + 3]);
  }
  const ports = framed ? (['in', 'out'] as const) : [];
  if (framed) edges.push([count, 0], [count - 1, count + 1]);
  return { children: Array.from({ length: count }, () => SIZE), ports, edges, framed };
}

/** True if a stretch of a line runs through the inside of a box. */
function runsThrough([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): boolean {
  const steps = Math.ceil(Math.hypot(bx - ax, by - ay) / 4);
  for (let step = 0; step <= steps; step++) {
    const [px, py] = [ax + ((bx - ax) * step) / steps, ay + ((by - ay) * step) / steps];
    if (px > x + 1 && px < x + SIZE.width - 1 && py > y + 1 && py < y + SIZE.height - 1) return true;
  }
  return false;
}

describe.each([
  ['a chain', 40, 0, false],
  ['a chain in a frame', 40, 0, true],
  ['residual blocks', 120, 4, false],
  ['residual blocks in a frame', 90, 3, true],
  ['shortcuts everywhere', 60, 1, true],
  ['a long chain', 600, 0, false],
] as const)('%s', (_, count, every, framed) => {
  const module = chain(count, every, framed);
  const { width, height, children, edges } = layoutModule(module);

  it('has about the form of a window', () => {
    expect(width / height).toBeGreaterThan(1.2);
    expect(width / height).toBeLessThan(3.4);
  });

  it('is read from top to bottom, then from left to right', () => {
    let columns = 1;
    for (let index = 1; index < count; index++) {
      const [[beforeX, beforeY], [x, y]] = [children[index - 1]!, children[index]!];
      if (y > beforeY) continue;
      columns++;
      expect(x).toBeGreaterThan(beforeX + SIZE.width / 2);
    }
    expect(columns).toBeGreaterThan(1);
  });

  it('leads no line over a box, nor out of the drawing', () => {
    for (const [index, line] of edges.entries()) {
      for (const [x, y] of line) expect(x >= 0 && x <= width && y >= 0 && y <= height, `line ${index}`).toBe(true);
      for (let at = 1; at < line.length; at++) {
        const crossed = children.findIndex((child) => runsThrough(line[at - 1]!, line[at]!, child));
        expect(crossed, `line ${module.edges[index]!.join('→')} runs over`).toBe(-1);
      }
    }
  });
});

it('a drawing that can be read as a whole stays one column', () => {
  const { width, height } = layoutModule(chain(8, 0, false));
  expect(height).toBeGreaterThan(2 * width);
});

it('large modules among small nodes are told apart by columns as equal as they allow', () => {
  const heights = [40, 40, 64, 800, 800, 40, 40, 40];
  const module: PlainModule = {
    children: heights.map((height) => ({ width: height > 100 ? 620 : 240, height })),
    ports: [],
    edges: heights.slice(1).map((_, index) => [index, index + 1] as const),
    framed: false,
  };
  const { width, height, children } = layoutModule(module);
  expect(height).toBeLessThan(1300);
  expect(width).toBeGreaterThan(1240);
  expect(children[4]![0]).toBeGreaterThan(children[3]![0] + 600);
});

it('no two lines lie on each other between columns', () => {
  const { edges } = layoutModule(chain(120, 1, false));
  const uprights = edges.flatMap((line) =>
    line.slice(1).flatMap(([x, y], index) => {
      const [fromX, fromY] = line[index]!;
      return fromX === x && fromY - y > 100 ? [x] : [];
    }),
  );
  expect(uprights.length).toBeGreaterThan(4);
  expect(new Set(uprights).size).toBe(uprights.length);
});
