/** Arrow keys. */
import { describe, expect, it } from 'vitest';
import type { Box } from '../layout/protocol.ts';
import { draftGraph } from '../../testing/big-graph.ts';
import { buildModuleTree } from './module-tree.ts';
import { visibleGraph } from './visible-graph.ts';
import { walk } from './walk.ts';

// input → stem → { left, right } → join, beside a module `m` of two operators.
const draft = draftGraph();
const stem = draft.add('Conv', 'stem', ['input']);
const left = draft.add('Conv', 'left', [stem]);
const right = draft.add('Conv', 'right', [stem]);
const inner = draft.add('Relu', 'm.relu', [draft.add('Conv', 'm.conv', [draft.add('Add', 'join', [left, right])])]);
const graph = draft.done(inner);
const tree = buildModuleTree(graph);
const at = (x: number, y: number, height = 40): Box => ({ x, y, width: 100, height });
const boxes = new Map<string, Box>([
  ...([
    ['input', at(100, 0)],
    [stem, at(100, 60)],
    [left, at(0, 120)],
    [right, at(200, 120)],
  ] as const),
  ...([
    ['join/Add', at(100, 180)],
    ['module:m', at(100, 240, 200)],
  ] as const),
  ...([
    ['m.conv/Conv', at(110, 260)],
    ['m.relu/Relu', at(110, 320)],
    ['output 0: logits', at(100, 460)],
  ] as const),
]);
const around = (open: readonly string[]) => ({ tree, boxes, visible: visibleGraph(tree, graph, new Set(open)) });

describe('arrow keys', () => {
  const opened = around(['module:m']);
  it.each([
    [null, 'down', 'input'],
    ['input', 'down', stem],
    [stem, 'down', left],
    [left, 'right', right],
    [right, 'left', left],
    [right, 'down', 'join/Add'],
    ['join/Add', 'up', left],
    ['input', 'up', 'input'],
    // Into an open module along its edge, and from its name to the first thing inside.
    ['join/Add', 'down', 'm.conv/Conv'],
    ['module:m', 'down', 'm.conv/Conv'],
    ['m.relu/Relu', 'down', 'output 0: logits'],
  ] as const)('from %s %s to %s', (from, direction, to) => {
    expect(walk(from, direction, opened)).toBe(to);
  });

  it('a closed module is one step', () => {
    const closed = around([]);
    expect(walk('join/Add', 'down', closed)).toBe('module:m');
    expect(walk('module:m', 'down', closed)).toBe('output 0: logits');
  });
});
