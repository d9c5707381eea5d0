/** Fields of the thresholds of some layers: method, percentile, the quantity it is of, level, scale, or a fixed value. */
import type { ReactElement } from 'react';
import {
  levelChoices,
  methodChoices,
  ofChoices,
  type ThresholdLevel,
  type ThresholdMethod,
  type ThresholdOf,
} from '../../../src-shared/plan/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { NumberField, SegmentedField } from '../../ui/index.ts';
import { clearField, setField } from '../state/edit.ts';
import { checkOf, commonOf, useSettingsOf } from './use-layers.ts';

export function ThresholdFields({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const used = useSettingsOf(layers);
  const infos = useWorkbench(({ project }) => project?.graph.layers);
  const chosen = infos?.filter(({ name }) => layers.includes(name)) ?? [];
  const method = commonOf(used, ({ threshold }) => threshold.method);
  const value = commonOf(used, ({ threshold }) => threshold.value);
  const beside = { layout: 'beside' } as const;
  return (
    <div className="graph-editor-fields">
      <SegmentedField<ThresholdMethod>
        {...beside}
        label={graphTexts.method}
        value={value === undefined ? (method ?? undefined) : undefined}
        options={methodChoices(chosen).map((choice) => ({
          value: choice.value as ThresholdMethod,
          label: choice.value,
          disabled: choice.closed !== null,
        }))}
        onChange={(next) => setField(layers, 'threshold.method', next)}
      />
      <NumberField
        {...beside}
        label={graphTexts.percentile}
        step={0.1}
        unit="%"
        check={checkOf('threshold.percentile')}
        value={commonOf(used, ({ threshold }) => threshold.percentile) ?? 'mixed'}
        disabled={value !== undefined || method !== 'percentile'}
        onCommit={(next) => setField(layers, 'threshold.percentile', next)}
      />
      <SegmentedField<ThresholdOf>
        {...beside}
        label={graphTexts.of}
        value={commonOf(used, ({ threshold }) => threshold.of) ?? undefined}
        options={ofChoices.map((choice) => ({ value: choice.value as ThresholdOf, label: choice.value }))}
        onChange={(next) => setField(layers, 'threshold.of', next)}
      />
      <SegmentedField<ThresholdLevel>
        {...beside}
        label={graphTexts.level}
        value={commonOf(used, ({ threshold }) => threshold.level) ?? undefined}
        options={levelChoices.map((choice) => ({ value: choice.value as ThresholdLevel, label: choice.value }))}
        onChange={(next) => setField(layers, 'threshold.level', next)}
      />
      <NumberField
        {...beside}
        label={graphTexts.scale}
        step={0.1}
        check={checkOf('threshold.scale')}
        value={commonOf(used, ({ threshold }) => threshold.scale) ?? 'mixed'}
        disabled={value !== undefined}
        onCommit={(next) => setField(layers, 'threshold.scale', next)}
      />
      <NumberField
        {...beside}
        label={graphTexts.value}
        step={0.1}
        placeholder={graphTexts.valueNone}
        check={checkOf('threshold.value')}
        value={value === null ? 'mixed' : value}
        onCommit={(next) => setField(layers, 'threshold.value', next)}
        onClear={() => clearField(layers, 'threshold.value')}
      />
    </div>
  );
}
