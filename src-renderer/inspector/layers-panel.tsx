/** One neuron layer or many: who they are, their settings, and for one its calibration and its part in the shown run. */
import { memo, type ReactElement } from 'react';
import type { NeuronLayerInfo } from '../../src-shared/contract/index.ts';
import { usePlanInUse } from '../state/index.ts';
import { inspectorTexts as texts } from '../texts/inspector.ts';
import { whole } from '../ui/format.ts';
import { CalibrationView } from './calibration/calibration-view.tsx';
import { DifferenceSection } from './difference-section.tsx';
import { ReachField } from './fields/reach-field.tsx';
import { NodeDetails } from './network/node-details.tsx';
import { LayerFields } from './fields/layer-fields.tsx';
import { LayerResults } from './results/layer-results.tsx';
import { LayersTable } from './results/layers-table.tsx';

/** Names that a selection of many lists. */
const LISTED = 3;

interface LayersPanelProps {
  readonly layers: readonly NeuronLayerInfo[];
}

/** The panel for `layers`, at least one. */
export const LayersPanel = memo(function LayersPanel({ layers }: LayersPanelProps): ReactElement {
  const [first] = layers as readonly [NeuronLayerInfo, ...NeuronLayerInfo[]];
  const only = layers.length === 1 ? first : null;
  const { problem } = usePlanInUse();
  const mine = problem && (problem.layer === undefined || layers.some(({ name }) => name === problem.layer));
  return (
    <>
      <header className="inspector-head">
        <h2 className="selectable">{only ? only.name : texts.selected(layers.length)}</h2>
        <p>{only ? describe(only) : describeMany(layers)}</p>
      </header>
      {mine && (
        <p className="inspector-problem" role="alert">
          {problem.message}
        </p>
      )}
      <DifferenceSection layers={layers} />
      <ReachField layers={layers} />
      <LayerFields layers={layers} />
      {only ? <CalibrationView layer={only} /> : <LayersTable layers={layers} />}
      {only && <LayerResults node={only.node} />}
      {only && <NodeDetails node={only.node} />}
    </>
  );
});

const describe = ({ rule, shape, neurons }: NeuronLayerInfo): string =>
  `${rule === 'relu' ? texts.relu : texts.signed} · ${texts.shape(shape)} · ${texts.neurons(whole(neurons))}`;

function describeMany(layers: readonly NeuronLayerInfo[]): string {
  const names = layers.slice(0, LISTED).map(({ name }) => name);
  const more = layers.length - names.length;
  const total = layers.reduce((sum, { neurons }) => sum + neurons, 0);
  return `${names.join(', ')}${more > 0 ? ` ${texts.andMore(more)}` : ''} · ${texts.neurons(whole(total))}`;
}
