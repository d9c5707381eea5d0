/** Fields of the thresholds of some layers: method, percentile, the quantity it is of, level, scale, or a fixed value; and whether their mean error is taken back. */
import type { ReactElement } from 'react';
import type { Choice, SettingsField } from '../../../src-shared/plan/index.ts';
import { numberOf, resetSetting, setSetting } from '../../layer-settings/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { NumberField, SegmentedField } from '../../ui/index.ts';
import { commonOf, useLayersInEdit } from './use-layers.ts';

export function ThresholdFields({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const { used, choices, isIdle } = useLayersInEdit(layers);
  const method = commonOf(used, ({ threshold }) => threshold.method);
  const value = commonOf(used, ({ threshold }) => threshold.value);
  const set = (field: SettingsField) => (next: string | number) => setSetting('graph', layers, field, next);
  const beside = { layout: 'beside' } as const;
  return (
    <div className="graph-editor-fields">
      <SegmentedField
        label={graphTexts.method}
        value={value === undefined ? (method ?? undefined) : undefined}
        options={optionsOf(choices['threshold.method'])}
        onChange={set('threshold.method')}
      />
      <NumberField
        {...beside}
        {...numberOf('threshold.percentile')}
        label={graphTexts.percentile}
        unit="%"
        value={commonOf(used, ({ threshold }) => threshold.percentile) ?? 'mixed'}
        disabled={isIdle('threshold.percentile')}
        onCommit={set('threshold.percentile')}
      />
      <SegmentedField
        {...beside}
        label={graphTexts.of}
        value={commonOf(used, ({ threshold }) => threshold.of) ?? undefined}
        options={optionsOf(choices['threshold.of'])}
        disabled={isIdle('threshold.of')}
        onChange={set('threshold.of')}
      />
      <SegmentedField
        {...beside}
        label={graphTexts.level}
        value={commonOf(used, ({ threshold }) => threshold.level) ?? undefined}
        options={optionsOf(choices['threshold.level'])}
        disabled={isIdle('threshold.level')}
        onChange={set('threshold.level')}
      />
      <NumberField
        {...beside}
        {...numberOf('threshold.scale')}
        label={graphTexts.scale}
        value={commonOf(used, ({ threshold }) => threshold.scale) ?? 'mixed'}
        disabled={isIdle('threshold.scale')}
        onCommit={set('threshold.scale')}
      />
      <NumberField
        {...beside}
        {...numberOf('threshold.value')}
        label={graphTexts.value}
        placeholder={graphTexts.valueNone}
        value={value === null ? 'mixed' : value}
        onCommit={set('threshold.value')}
        onClear={() => resetSetting('graph', layers, 'threshold.value')}
      />
      <SegmentedField
        {...beside}
        label={graphTexts.correction}
        value={commonOf(used, ({ correction }) => correction) ?? undefined}
        options={optionsOf(choices.correction)}
        onChange={set('correction')}
      />
    </div>
  );
}

const optionsOf = (choices: readonly Choice[]) =>
  choices.map(({ value, closed }) => ({ value, label: value, disabled: closed !== null }));
