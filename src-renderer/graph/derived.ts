/** What the drawing shows of plan, run and search, worked out once per change and shared by nodes, edges, canvas and legend. */
import { useMemo } from 'react';
import type { Graph } from '../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../src-shared/plan/index.ts';
import {
  graphShown,
  type PlanDifference,
  usePlanDifference,
  usePlanInUse,
  useSensitivity,
  useWorkbench,
} from '../state/index.ts';
import { type EdgeCodings, edgeCodings } from './model/codings.ts';
import { nodesOf } from './model/item.ts';
import { NO_SCALE, overlayValues, type OverlayValues, type Scale, scaleOf } from './model/overlay.ts';
import { type Query, readQuery } from './model/search.ts';
import type { Scene } from './state/view-store.ts';
import { useGraphView } from './state/view-store.ts';

type Blocked = NonNullable<Graph['nodes'][number]['blocked']>;

export interface Derived {
  readonly settings: ReadonlyMap<string, LayerSettings>;
  readonly rules: ReadonlyMap<string, Graph['layers'][number]['rule']>;
  /** Name of the layer of a graph node. */
  readonly layerOf: ReadonlyMap<string, string>;
  /** Nodes that cannot be converted, with the reason; none in a project. */
  readonly blocked: ReadonlyMap<string, Blocked>;
  readonly codings: EdgeCodings;
  readonly overlay: OverlayValues | null;
  readonly scale: Scale;
  /** By layer, where the plans whose difference is shown treat it differently. */
  readonly differences: PlanDifference['layers'];
}

const NO_DIFFERENCES: PlanDifference['layers'] = new Map();

/** Hook: what is derived for a scene. */
export function useDerived(scene: Scene): Derived {
  const { graph, visible } = scene;
  const { settings } = usePlanInUse();
  const plan = useWorkbench(({ history }) => history?.plan);
  const kind = useWorkbench(({ overlay }) => overlay);
  const calibration = useWorkbench((state) => state.calibration);
  const report = useWorkbench(({ shownRun }) => shownRun?.report ?? null);
  const comparison = useWorkbench(({ shownDifference }) => shownDifference?.comparison ?? null);
  const rows = useSensitivity()?.table.rows ?? null;
  const differences = usePlanDifference()?.layers ?? NO_DIFFERENCES;
  const rules = useMemo(() => new Map(graph.layers.map(({ name, rule }) => [name, rule])), [graph]);
  const layerOf = useMemo(() => new Map(graph.layers.map(({ name, node }) => [node, name])), [graph]);
  const blocked = useMemo(
    () => new Map(graph.nodes.flatMap(({ id, blocked: why }) => (why ? [[id, why] as const] : []))),
    [graph],
  );
  const codings = useMemo<EdgeCodings>(
    () => (plan ? edgeCodings(graph, plan, settings) : { of: new Map(), transcoders: new Map() }),
    [graph, plan, settings],
  );
  const overlay = useMemo(
    () => (kind === 'none' ? null : overlayValues(kind, { graph, settings, calibration, report, comparison, rows })),
    [kind, graph, settings, calibration, report, comparison, rows],
  );
  const scale = useMemo<Scale>(() => (overlay ? scaleOf(overlay, visible.shown.map(nodesOf)) : NO_SCALE), [overlay, visible]);
  return useMemo(
    () => ({ settings, rules, layerOf, blocked, codings, overlay, scale, differences }),
    [settings, rules, layerOf, blocked, codings, overlay, scale, differences],
  );
}

export interface Found {
  readonly query: Query | null;
  /** Graph nodes, in the order of the network. */
  readonly nodes: readonly string[];
}

const NOTHING: Found = { query: null, nodes: [] };

/** Hook: what the find bar finds. */
export function useFound(): Found {
  const text = useGraphView(({ find }) => find?.text ?? '');
  const graph = useWorkbench(graphShown);
  const { settings } = usePlanInUse();
  return useMemo(() => (graph ? findIn(graph, settings, text) : NOTHING), [graph, settings, text]);
}

/** What a query finds. */
export function findIn(graph: Graph, settings: ReadonlyMap<string, LayerSettings>, text: string): Found {
  const query = readQuery(text);
  if (!query || 'problem' in query) return { query, nodes: [] };
  const matches = graph.nodes.filter((node) => query.matches(node, node.layer === null ? undefined : settings.get(node.layer)));
  return { query, nodes: matches.map(({ id }) => id) };
}
