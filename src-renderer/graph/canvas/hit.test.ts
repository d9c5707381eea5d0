/** What lies at a point of the drawing. */
import { describe, expect, it } from 'vitest';
import { bigResidual } from '../../testing/big-graph.ts';
import { laidOutScene } from '../../testing/laid-out-scene.ts';
import { INSIDE } from '../layout/measures.ts';
import { itemAt } from './hit.ts';

const scene = laidOutScene(bigResidual(120), 'all');
const boxOf = (id: string) => scene.layout.boxes.get(id)!;

describe('at a point', () => {
  it('in the middle of anything shown lies that, at its corners too', () => {
    for (const { id } of scene.visible.shown) {
      const { x, y, width, height } = boxOf(id);
      expect(itemAt(scene, [x + width / 2, y + height / 2])).toBe(id);
      expect(itemAt(scene, [x, y])).toBe(id);
      expect(itemAt(scene, [x + width, y + height])).toBe(id);
    }
  });

  it('of the name of an open module lies that module, the innermost of several', () => {
    for (const id of scene.visible.containers.keys()) {
      if (id === scene.tree.root) continue;
      const { x, y } = boxOf(id);
      expect(itemAt(scene, [x + 2, y + INSIDE.head / 2])).toBe(id);
    }
  });

  it('between an open module’s name and its content lies nothing: a click there is one beside it', () => {
    const inner = [...scene.visible.containers.keys()].at(-1)!;
    const { x, y } = boxOf(inner);
    expect(itemAt(scene, [x + 2, y + INSIDE.head + 4])).toBeNull();
  });

  it('outside of the drawing lies nothing', () => {
    const { width, height } = boxOf(scene.tree.root);
    expect(itemAt(scene, [-1, -1])).toBeNull();
    expect(itemAt(scene, [width + 1, height + 1])).toBeNull();
    expect(itemAt(scene, [Number.NaN, 0])).toBeNull();
  });
});
