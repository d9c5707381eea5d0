/** Selecting: the window's selection is a list of graph nodes; the graph shows items, each of which stands for some of them. */
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { globTest } from '../../../src-shared/plan/index.ts';
import { attempt, graphShown, planDifferenceOf, setWorkbench, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { ancestorsOf, itemOf, nodesOf } from '../model/item.ts';
import { fitRect, reveal } from './camera.ts';
import { lookAgain } from './detail.ts';
import { openAround, shownFor } from './scene.ts';
import { graphView, type Rect, setGraphView } from './view-store.ts';

const say = (said: string): void => setGraphView({ said });

/** Makes some graph nodes the selection. */
export function selectNodes(nodes: readonly string[]): void {
  const selection = [...new Set(nodes)];
  setWorkbench({ selection });
  say(graphTexts.announce.selected(selection.length));
}

/** Gives an item the keyboard, and selects it: alone, or beside the others (`toggle`: takes it out where it is in). */
export function selectItem(id: string, how: 'only' | 'toggle' = 'only'): void {
  const { scene } = graphView();
  if (!scene) return;
  const own = nodesOf(itemOf(scene.tree, id));
  const { selection } = workbench();
  setGraphView({ focus: id });
  if (how === 'only') return setWorkbench({ selection: own });
  const isIn = own.length > 0 && own.every((node) => selection.includes(node));
  const others = selection.filter((node) => !own.includes(node));
  selectNodes(isIn ? others : [...others, ...own]);
}

/** Gives an item the keyboard and brings it into view; `select` as well. */
export function focusItem(id: string, { select = true, leastZoom = 0 }: { select?: boolean; leastZoom?: number } = {}): void {
  const { scene } = graphView();
  const box = scene?.layout.boxes.get(id);
  if (!scene || !box) return;
  if (select) selectItem(id);
  else setGraphView({ focus: id });
  // Of an open group the name counts; the rest need not fit.
  reveal(scene.open.has(id) ? { ...box, height: Math.min(box.height, 64) } : box, leastZoom);
  lookAgain();
}

/** Items on screen that lie in a part of the drawing, as graph nodes. */
export function nodesIn(rect: Rect): string[] {
  const { scene } = graphView();
  if (!scene) return [];
  return scene.visible.shown.flatMap((item) => {
    const box = scene.layout.boxes.get(item.id)!;
    const meets =
      box.x < rect.x + rect.width && rect.x < box.x + box.width && box.y < rect.y + rect.height && rect.y < box.y + box.height;
    return meets ? nodesOf(item) : [];
  });
}

/** Neuron layers among some graph nodes, in the order of the network. */
export function layersAmong(nodes: readonly string[]): readonly NeuronLayerInfo[] {
  const wanted = new Set(nodes);
  return graphShown(workbench())?.layers.filter(({ node }) => wanted.has(node)) ?? [];
}

export const selectAllLayers = (): void => selectNodes(graphShown(workbench())?.layers.map(({ node }) => node) ?? []);

/** All nodes of the same operator; of neuron layers also of the same rule. */
export function selectType(node: string): void {
  const graph = graphShown(workbench());
  const wanted = graph?.nodes.find(({ id }) => id === node);
  if (!graph || !wanted) return;
  selectNodes(graph.nodes.filter(({ op }) => op === wanted.op).map(({ id }) => id));
}

/** All nodes like the one given: same operator, same facts, same shape. */
export function selectLike(node: string): void {
  const graph = graphShown(workbench());
  const wanted = graph?.nodes.find(({ id }) => id === node);
  if (!graph || !wanted) return;
  const like = `${wanted.op} ${wanted.form} ${wanted.facts.join()} ${wanted.shape.join()}`;
  selectNodes(
    graph.nodes.filter((one) => `${one.op} ${one.form} ${one.facts.join()} ${one.shape.join()}` === like).map(({ id }) => id),
  );
}

/** Nodes whose path or layer a glob matches. */
export function nodesByGlob(glob: string): string[] {
  const test = globTest(glob.trim());
  const nodes = graphShown(workbench())?.nodes ?? [];
  return nodes.filter(({ path, layer }) => test(path) || (layer !== null && test(layer))).map(({ id }) => id);
}

/** All nodes of the module around the item that has the keyboard. */
export function selectInside(): void {
  const { scene, focus } = graphView();
  if (!scene || focus === null) return;
  const item = itemOf(scene.tree, focus);
  const [around] = ancestorsOf(scene.tree, focus);
  selectNodes(item.kind === 'group' ? item.nodes : (around?.nodes ?? []));
}

/** Brings the selection into view, opening what hides none of it: closed groups stand for what is inside. */
export function zoomToSelection(): void {
  const { scene } = graphView();
  if (!scene) return;
  const { selection } = workbench();
  const ids = new Set(selection.map((node) => shownFor(scene, node)).filter((id) => id !== null));
  const boxes = [...ids].map((id) => scene.layout.boxes.get(id)!);
  if (boxes.length > 0) fitRect(around(boxes), { mostZoom: 1.25 });
}

/** Brings an item into view, filling it. */
export function zoomToItem(id: string): void {
  const box = graphView().scene?.layout.boxes.get(id);
  if (box) fitRect(box, { mostZoom: 1.25 });
}

/** Shows one graph node wherever it is hidden, gives it the keyboard and selects it. */
export async function showNode(node: string): Promise<void> {
  await openAround([node]);
  focusItem(node, { leastZoom: 0.72 });
}

/** Shows the layer after the selected one that the plans whose difference is shown treat differently; after the last one the first. */
export function showNextDifference(): void {
  const state = workbench();
  const layers = graphShown(state)?.layers ?? [];
  const differing = planDifferenceOf(state)?.layers;
  const at = layers.findIndex(({ node }) => node === state.selection.at(-1));
  const next = [...layers.slice(at + 1), ...layers.slice(0, at + 1)].find(({ name }) => differing?.has(name));
  if (next) attempt(() => showNode(next.node));
}

function around(boxes: readonly Rect[]): Rect {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
