/** Where a run loses accuracy and spends energy: its figures by layer and step, and its worst layers with what would help. */
import { type ReactElement, useMemo } from 'react';
import type { Graph, RunSummary } from '../../src-shared/contract/index.ts';
import {
  isNeuronLayer,
  layerFeeds,
  type LayerMap,
  layerMap,
  MAP_FIGURES,
  type MapFigure,
  type RunReport,
  worstLayers,
} from '../../src-shared/results/index.ts';
import { commandOf, runCommand } from '../commands/index.ts';
import { setViewLayout, setWorkbench, useAnswer, useViewLayout, useWorkbench } from '../state/index.ts';
import { layersTexts as texts } from '../texts/layers.ts';
import { EmptyState, SegmentedControl } from '../ui/index.ts';
import { LayerHeatMap } from './layer-heat-map.tsx';
import { WorstList } from './worst-list.tsx';
import './layers.css';

/** What the layout remembers it by. */
const NAME = 'layers';

/** The layers panel. */
export function LayersView(): ReactElement {
  const shown = useWorkbench(({ shownRun }) => shownRun);
  const graph = useWorkbench(({ project }) => project?.graph ?? null);
  const newest = useWorkbench(({ runs }) => runs.at(-1) ?? null);
  return (
    <section className="layers" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      {shown && graph ? <Layers run={shown.id} report={shown.report} graph={graph} /> : <EmptyState title={emptyWords(newest)} />}
    </section>
  );
}

/** What to do for figures: the newest run may have ended early. */
function emptyWords(run: Pick<RunSummary, 'id' | 'state'> | null): string {
  if (!run || run.state === 'done') return texts.noRun;
  const words = texts.unfinished[run.state];
  return run.state === 'running' ? words : `${texts.runNumber(run.id)} ${words}`;
}

/** Selects a node, and brings it into view in the graph. */
function select(node: string): void {
  setWorkbench({ selection: [node] });
  runCommand(commandOf('graph.zoom-to-selection'));
}

interface LayersProps {
  readonly run: number;
  readonly report: RunReport;
  readonly graph: Graph;
}

function Layers({ run, report, graph }: LayersProps): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  // Until they are there, the reasons say less.
  const facts = useAnswer('run.layer-facts', { path, id: run }, `${path} ${run}`);
  const calibration = facts.state === 'here' ? facts.value : undefined;
  const stored = useViewLayout(NAME);
  const figure = MAP_FIGURES.find((one) => one === stored) ?? 'conversion-error';
  const map = useMemo(() => layerMap(report, figure), [report, figure]);
  const worst = useMemo(() => worstLayers(report, { feeds: layerFeeds(graph), calibration }), [report, graph, calibration]);
  const nodeOf = useMemo(() => nodesByLayer(graph), [graph]);
  const nodes = useMemo(() => map.rows.map((row) => nodeOf(row.name, isNeuronRow(row))), [map, nodeOf]);
  return (
    <>
      <div className="layers-figures">
        <SegmentedControl
          label={texts.figure}
          value={figure}
          options={MAP_FIGURES.map((value) => ({ value, label: texts.figures[value] }))}
          onChange={(next: MapFigure) => setViewLayout(NAME, next)}
        />
      </div>
      <div className="layers-place">
        {map.missing ? (
          <p className="layers-note" role="status">
            {texts.missing[map.missing]}
          </p>
        ) : (
          <LayerHeatMap map={map} nodes={nodes} onSelect={select} />
        )}
      </div>
      <WorstList key={run} worst={worst} nodeOf={(layer) => nodeOf(layer, true)} onSelect={select} />
    </>
  );
}

const isNeuronRow = ({ kind }: LayerMap['rows'][number]): boolean =>
  isNeuronLayer({ kind } as Parameters<typeof isNeuronLayer>[0]);

/** The node of the graph by the name of its neuron layer, or of its operations. */
function nodesByLayer({ layers, nodes }: Graph): (name: string, isNeuron: boolean) => string | null {
  const neurons = new Map(layers.map(({ name, node }) => [name, node]));
  const counted = new Map(nodes.flatMap(({ id, counted: name }) => (name === null ? [] : [[name, id] as const])));
  return (name, isNeuron) => (isNeuron ? neurons : counted).get(name) ?? null;
}
