/** The graph of a network as it is on screen, laid out without a worker: for tests of whatever draws it or moves in it. */
import type { Graph } from '../../src-shared/contract/index.ts';
import { layerSettings, type Plan } from '../../src-shared/plan/index.ts';
import type { Derived } from '../graph/derived.ts';
import { createArranger } from '../graph/layout/arrange.ts';
import { requestOf } from '../graph/layout/request.ts';
import { edgeCodings } from '../graph/model/codings.ts';
import { buildModuleTree } from '../graph/model/module-tree.ts';
import { visibleGraph } from '../graph/model/visible-graph.ts';
import { NO_SCALE } from '../graph/model/overlay.ts';
import type { Scene } from '../graph/state/view-store.ts';

const arranger = createArranger();

/** The scene of a network with the groups `open`, or with all of them. */
export function laidOutScene(graph: Graph, open: readonly string[] | 'all' = []): Scene {
  const tree = buildModuleTree(graph);
  const groups = [...tree.items.values()].filter((item) => item.kind === 'group' && item.parent !== null);
  const chosen = new Set(open === 'all' ? groups.map(({ id }) => id) : open);
  const visible = visibleGraph(tree, graph, chosen);
  return { graph, tree, open: chosen, visible, layout: arranger.arrange(requestOf(visible, graph)).layout };
}

/** What a drawing without plan, run and search has. */
export const nothingDerived: Derived = {
  settings: new Map(),
  rules: new Map(),
  layerOf: new Map(),
  blocked: new Map(),
  codings: { of: new Map(), transcoders: new Map() },
  overlay: null,
  scale: NO_SCALE,
  differences: new Map(),
};

/** What the drawing shows of a plan, without colours. */
export function derivedFrom(graph: Graph, plan: Plan): Derived {
  const settings = layerSettings(plan, graph.layers);
  return {
    ...nothingDerived,
    settings,
    rules: new Map(graph.layers.map(({ name, rule }) => [name, rule])),
    layerOf: new Map(graph.layers.map(({ name, node }) => [node, name])),
    codings: edgeCodings(graph, plan, settings),
  };
}
