/** Makes the scene: builds the tree of a network, opens and closes groups, has them laid out, and keeps what one looks at in place. */
import type { Graph } from '../../../src-shared/contract/index.ts';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { asWireError, setViewLayout, viewLayout, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { inWindow } from '../../texts/messages.ts';
import { layOut } from '../layout/layout-client.ts';
import type { Box } from '../layout/protocol.ts';
import { requestOf } from '../layout/request.ts';
import { defaultOpen, openFor } from '../model/default-open.ts';
import { ancestorsOf, type ModuleTree } from '../model/item.ts';
import { buildModuleTree } from '../model/module-tree.ts';
import { visibleGraph } from '../model/visible-graph.ts';
import { cameraNow, fitRect, fittingZoom, inView, shiftBy, showStart } from './camera.ts';
import { lookAgain } from './detail.ts';
import { EMPTY_VIEW, graphView, type Scene, setGraphView } from './view-store.ts';

/** Name under which the project remembers which modules were open. */
const REMEMBERED = 'graph';
/** User timing, which the bench reads: a network arrived, and is on screen. */
const MARKS = { arrived: 'graph.arrived', drawn: 'graph.drawn' } as const;
/** A network is fitted at first where it can be read then; otherwise its beginning is shown. */
const READABLE = 0.6;

/** Shows a network: with the groups open that the project remembers, or as many as fit a glance. */
export async function showGraph(graph: Graph): Promise<void> {
  performance.mark(MARKS.arrived);
  setGraphView({ ...EMPTY_VIEW, busy: true });
  try {
    const tree = buildModuleTree(graph);
    await arrange(graph, tree, remembered(tree) ?? defaultOpen(tree), null);
  } catch (error) {
    fail(error, () => showGraph(graph));
  }
}

let lookedAt: Graph | null = null;

/** Called when there is a drawing and its size is known: shows a new network as a whole; where one looked before stays in view. */
export function firstLook(): void {
  const { scene } = graphView();
  if (!scene || scene.graph === lookedAt) return lookAgain();
  lookedAt = scene.graph;
  showWhole(true);
  lookAgain();
  // Two frames later the picture is on screen and the window answers.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(MARKS.drawn)));
}

/** Fits the whole drawing, or shows its beginning where fitting would make it too small to read. */
export function showWhole(jump = false): void {
  const { scene } = graphView();
  if (!scene) return;
  const box = scene.layout.boxes.get(scene.tree.root)!;
  if (!jump || fittingZoom(box) >= READABLE) fitRect(box, { jump });
  else showStart(box, 1);
}

/** Opens or closes groups. `anchor`: the item that stays where it is on screen. */
export function setOpen(open: ReadonlySet<string>, anchor: string | null): Promise<void> {
  const { scene } = graphView();
  if (!scene) return Promise.resolve();
  return arrange(scene.graph, scene.tree, open, anchor);
}

/** Opens what hides some graph nodes or items, so that they can be shown. */
export async function openAround(ids: readonly string[], anchor: string | null = null): Promise<void> {
  const { scene } = graphView();
  if (!scene) return;
  const open = openFor(scene.tree, scene.open, ids);
  if (open.size !== scene.open.size) await setOpen(open, anchor);
}

/** What failed last, to be done once more. */
let failed: (() => Promise<void>) | undefined;

/** Lays out once more what could not be laid out. */
export const retryLayout = (): void => void failed?.();

/** Gives a layout up that failed: what was shown before is shown again. */
export const giveUpLayout = (): void => setGraphView({ error: null });

async function arrange(graph: Graph, tree: ModuleTree, open: ReadonlySet<string>, anchor: string | null): Promise<void> {
  const before = graphView().scene;
  setGraphView({ busy: true, error: null });
  try {
    const visible = visibleGraph(tree, graph, open);
    const layout = await layOut(requestOf(visible, graph));
    if (!layout) return;
    // Remembered once it is known that it can be shown: a project must not open with what fails.
    if (before && workbench().project) setViewLayout(REMEMBERED, [...open]);
    take({ graph, tree, open, visible, layout }, anchor);
  } catch (error) {
    fail(error, () => arrange(graph, tree, open, anchor));
  }
}

/** Says why a layout failed, where the graph would be. */
function fail(error: unknown, again: () => Promise<void>): void {
  failed = again;
  setGraphView({ busy: false, error: { ...asWireError(error), message: graphTexts.failed(inWindow(messageOf(error))) } });
}

/** Shows a scene; what the anchor showed before stays where it was, and what moves glides there. */
function take(scene: Scene, anchor: string | null): void {
  const before = graphView();
  const kept = anchor === null ? null : sameOnScreen(anchor, before.scene, scene);
  const focus = before.focus === null ? null : shownFor(scene, before.focus);
  setGraphView({ scene, busy: false, error: null, focus });
  if (kept) {
    const { zoom } = cameraNow().viewport;
    shiftBy((kept.before.x - kept.after.x) * zoom, (kept.before.y - kept.after.y) * zoom);
  }
  lookAgain();
}

/** The item nearest to the middle of the view, which stays in place when many groups open or close. */
export function middleItem({ visible, layout }: Scene): string | null {
  const view = inView();
  const [x, y] = [view.x + view.width / 2, view.y + view.height / 2];
  const off = (id: string): number => {
    const box = layout.boxes.get(id)!;
    return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
  };
  let [nearest, least] = [null as string | null, Number.POSITIVE_INFINITY];
  for (const { id } of visible.shown) {
    const own = off(id);
    if (own < least) [nearest, least] = [id, own];
  }
  return nearest;
}

function sameOnScreen(anchor: string, before: Scene | null, after: Scene): { readonly before: Box; readonly after: Box } | null {
  const old = before?.layout.boxes.get(anchor);
  const now = after.layout.boxes.get(shownFor(after, anchor) ?? anchor);
  if (!old || !now) return null;
  // Middle of the upper edge: the name of an open group stands where the closed one was.
  const middle = (box: Box): Box => ({ ...box, x: box.x + box.width / 2 });
  return { before: middle(old), after: middle(now) };
}

/** What stands for an item on screen: itself, or the closed group around it. Null for an item of another network. */
export function shownFor(scene: Scene, id: string): string | null {
  if (scene.layout.boxes.has(id)) return id;
  if (!scene.tree.items.has(id)) return null;
  // The root has a box too, and is always open.
  const closed = ancestorsOf(scene.tree, id).find((group) => group.parent !== null && scene.layout.boxes.has(group.id));
  return closed?.id ?? null;
}

function remembered(tree: ModuleTree): Set<string> | null {
  // A graph without a project is not remembered.
  const kept = workbench().project ? viewLayout(REMEMBERED) : undefined;
  if (!Array.isArray(kept)) return null;
  return new Set(kept.filter((id): id is string => typeof id === 'string' && tree.items.has(id)));
}
