/** Keys that only the graph itself has, while it has the keyboard: walking, opening, going up. */
import { workbench } from '../../state/index.ts';
import { itemOf } from '../model/item.ts';
import { type Direction, walk } from '../model/walk.ts';
import { focusCanvas } from './keyboard-focus.ts';
import { editFocused, openCanvasMenu, openMenu, rectOf } from './floating.ts';
import { goUp, toggleGroup } from './modules.ts';
import { focusItem, selectItem, selectNodes } from './select.ts';
import { graphView } from './view-store.ts';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Does what a key stands for; true where it stands for something. */
export function pressKey(press: Press): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (altKey || ((ctrlKey || metaKey) && key !== ' ')) return false;
  const { focus, scene } = graphView();
  if (!scene) return false;
  const direction = ARROWS[key];
  if (direction) return step(direction, shiftKey);
  if (key === 'Escape') {
    goUp();
    if (graphView().focus !== null) requestAnimationFrame(focusCanvas);
    return true;
  }
  if (key === 'Home' || key === 'End') {
    const item = key === 'Home' ? scene.visible.shown[0] : scene.visible.shown.at(-1);
    if (item) go(item.id);
    return true;
  }
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
    if (focus === null) openCanvasMenu();
    else openMenu(focus, rectOf(focus));
    return true;
  }
  if (focus === null) return false;
  if (key === 'Enter') return enter(focus);
  if (key === ' ') {
    selectItem(focus, 'toggle');
    return true;
  }
  return false;
}

/** Opens or closes a group; of a neuron layer, its coding. */
function enter(focus: string): boolean {
  const { scene } = graphView();
  if (scene && itemOf(scene.tree, focus).kind === 'group') void toggleGroup(focus).then(focusCanvas);
  else editFocused('coding');
  return true;
}

/** Walks; with Shift what is walked over is added to the selection. */
function step(direction: Direction, extends_: boolean): boolean {
  const { scene, focus } = graphView();
  if (!scene) return false;
  const next = walk(focus, direction, { tree: scene.tree, visible: scene.visible, boxes: scene.layout.boxes });
  if (next === null || next === focus) return true;
  const before = workbench().selection;
  go(next);
  if (extends_) selectNodes([...before, ...workbench().selection]);
  return true;
}

function go(id: string): void {
  focusItem(id);
  // The node's element may only come with the next picture.
  requestAnimationFrame(focusCanvas);
}
