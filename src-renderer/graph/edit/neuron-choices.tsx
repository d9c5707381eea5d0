/** Neurons for some layers, and how many thresholds they have. */
import type { ReactElement } from 'react';
import { MOST_THRESHOLDS, neuronChoices } from '../../../src-shared/plan/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { NumberField } from '../../ui/index.ts';
import { hasThresholds } from '../model/badges.ts';
import { setField } from '../state/edit.ts';
import { ChoiceList } from './choice-list.tsx';
import { commonOf, useSettingsOf } from './use-layers.ts';

export function NeuronChoices({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const used = useSettingsOf(layers);
  const codings = [...new Set(used.map(({ coding }) => coding))];
  return (
    <>
      <ChoiceList
        first
        label={graphTexts.fields.neuron}
        choices={neuronChoices(codings)}
        value={commonOf(used, ({ neuron }) => neuron)}
        onChoose={(neuron) => setField(layers, 'neuron', neuron)}
      />
      <div className="graph-editor-fields">
        <NumberField
          label={graphTexts.thresholdCount}
          layout="beside"
          whole
          min={1}
          max={MOST_THRESHOLDS}
          value={commonOf(used, ({ thresholds }) => thresholds) ?? 'mixed'}
          disabled={!used.some(({ neuron }) => hasThresholds(neuron))}
          onCommit={(count) => setField(layers, 'thresholds', count)}
        />
      </div>
    </>
  );
}
