/** Neurons for some layers, and how many thresholds they have. */
import type { ReactElement } from 'react';
import { MOST_THRESHOLDS } from '../../../src-shared/plan/index.ts';
import { numberOf, setSetting } from '../../layer-settings/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { NumberField } from '../../ui/index.ts';
import { ChoiceList } from './choice-list.tsx';
import { commonOf, useLayersInEdit } from './use-layers.ts';

export function NeuronChoices({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const { used, choices, isIdle } = useLayersInEdit(layers);
  return (
    <>
      <ChoiceList
        first
        label={graphTexts.fields.neuron}
        choices={choices.neuron}
        value={commonOf(used, ({ neuron }) => neuron)}
        onChoose={(neuron) => setSetting('graph', layers, 'neuron', neuron)}
      />
      <div className="graph-editor-fields">
        <NumberField
          label={graphTexts.thresholdCount}
          layout="beside"
          {...numberOf('thresholds')}
          min={1}
          max={MOST_THRESHOLDS}
          value={commonOf(used, ({ thresholds }) => thresholds) ?? 'mixed'}
          disabled={isIdle('thresholds')}
          onCommit={(count) => setSetting('graph', layers, 'thresholds', count)}
        />
      </div>
    </>
  );
}
