/** The layers of two runs, those that differ most first; a click selects a layer in the graph. */
import { type ReactElement, useState } from 'react';
import type { Graph } from '../../../src-shared/contract/index.ts';
import type { ComparedLayer, RunComparison } from '../../../src-shared/results/index.ts';
import { commandOf, runCommand } from '../../commands/index.ts';
import { setWorkbench, useWorkbench } from '../../state/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { energy, percent, significant } from '../../ui/format.ts';
import { SegmentedControl } from '../../ui/index.ts';
import { RunHeads } from './comparison-heads.tsx';

/** The figures of layers, in the order of their buttons. */
const FIGURES = ['conversionError', 'clipped', 'firingRate', 'energyPj'] as const;
type Figure = (typeof FIGURES)[number];
const FORMATS: Readonly<Record<Figure, (value: number) => string>> = {
  conversionError: (value) => significant(value),
  clipped: (value) => percent(value),
  firingRate: (value) => percent(value),
  energyPj: energy,
};

/** The change of a figure; null if a run does not have it. */
const changeOf = ([first, second]: ComparedLayer[Figure]): number | null =>
  first === null || second === null ? null : second - first;

export function LayerChanges({ comparison }: { readonly comparison: RunComparison }): ReactElement {
  const [figure, setFigure] = useState<Figure>('conversionError');
  const size = (layer: ComparedLayer): number => Math.abs(changeOf(layer[figure]) ?? -1);
  const layers = comparison.layers
    .filter((layer) => layer[figure].some((value) => value !== null))
    .toSorted((a, b) => size(b) - size(a));
  return (
    <section className="runs-part" aria-label={texts.layers}>
      <SegmentedControl
        label={texts.layerFigure}
        value={figure}
        options={FIGURES.map((value) => ({ value, label: texts.layerColumns[value] }))}
        onChange={setFigure}
      />
      <div className="runs-scroll" tabIndex={0} role="group" aria-label={texts.layers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.layer}</th>
              <RunHeads comparison={comparison} />
              <th scope="col">{texts.change}</th>
            </tr>
          </thead>
          <tbody>
            {layers.map((layer) => (
              <LayerRow key={`${layer.kind} ${layer.name}`} layer={layer} figure={figure} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function LayerRow({ layer, figure }: { readonly layer: ComparedLayer; readonly figure: Figure }): ReactElement {
  const node = useWorkbench(({ project }) => nodeOf(project?.graph, layer));
  const text = (value: number | null): string => (value === null ? '–' : FORMATS[figure](value));
  const change = changeOf(layer[figure]);
  return (
    <tr>
      <th scope="row">
        {node === undefined ? (
          layer.name
        ) : (
          <button type="button" className="runs-layer" onClick={() => showNode(node)}>
            {layer.name}
          </button>
        )}
      </th>
      <td>{text(layer[figure][0])}</td>
      <td>{text(layer[figure][1])}</td>
      <td>{change === null ? '–' : `${change < 0 ? '−' : change > 0 ? '+' : ''}${text(Math.abs(change))}`}</td>
    </tr>
  );
}

/** The graph's node of a layer; undefined if the network has no such layer. */
function nodeOf(graph: Graph | undefined, { kind, name }: ComparedLayer): string | undefined {
  if (kind === 'neuron') return graph?.layers.find((layer) => layer.name === name)?.node;
  return graph?.nodes.find(({ counted }) => counted === name)?.id;
}

function showNode(node: string): void {
  setWorkbench({ selection: [node] });
  runCommand(commandOf('graph.zoom-to-selection'));
}
