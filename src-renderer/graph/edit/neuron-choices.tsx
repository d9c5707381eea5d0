/** Neurons for some layers, how many thresholds they have, how many spikes they send in one step, and where their potential starts. */
import type { ReactElement } from 'react';
import { MOST_THRESHOLDS, tauOf } from '../../../src-shared/plan/index.ts';
import { numberOf, resetSetting, setSetting, usualStart } from '../../layer-settings/index.ts';
import { currentPlan } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { NumberField } from '../../ui/index.ts';
import { ChoiceList } from './choice-list.tsx';
import { commonOf, useLayersInEdit } from './use-layers.ts';

export function NeuronChoices({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const { used, choices, isIdle } = useLayersInEdit(layers);
  const initial = commonOf(used, (settings) => settings.initial);
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
        <NumberField
          label={graphTexts.mostSpikes}
          layout="beside"
          {...numberOf('mostSpikes')}
          min={1}
          max={MOST_THRESHOLDS}
          value={commonOf(used, ({ mostSpikes }) => mostSpikes) ?? 'mixed'}
          disabled={isIdle('mostSpikes')}
          onCommit={(most) => setSetting('graph', layers, 'mostSpikes', most)}
        />
        <NumberField
          label={graphTexts.initial}
          layout="beside"
          {...numberOf('initial')}
          unit={graphTexts.timesTheta}
          placeholder={usualStart(used, tauOf(currentPlan())) ?? graphTexts.initialNone}
          value={initial === null ? 'mixed' : initial}
          onCommit={(start) => setSetting('graph', layers, 'initial', start)}
          onClear={() => resetSetting('graph', layers, 'initial')}
        />
      </div>
    </>
  );
}
