/** The settings of the selected layers, one row a field; a change applies to all of them. */
import type { ReactElement } from 'react';
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import {
  type Choice,
  layerSettings,
  networkCodingOf,
  SETTINGS_FIELDS,
  type SettingsField,
  tauOf,
} from '../../../src-shared/plan/index.ts';
import { layerChoices, resetSetting, setSetting, usualStart } from '../../layer-settings/index.ts';
import { usePlanInUse, useSavedPlan, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { idleAbout, sharedText } from './closed-text.ts';
import { FieldRow } from './field-row.tsx';
import { type FieldView, fieldView } from './field-view.ts';

/** Rows for `layers`, at least one. */
export function LayerFields({ layers }: { readonly layers: readonly NeuronLayerInfo[] }): ReactElement | null {
  const plan = useWorkbench(({ history }) => history?.plan ?? null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const { settings } = usePlanInUse();
  const savedPlan = useSavedPlan();
  if (!plan) return null;
  const saved = savedPlan && layerSettings(savedPlan, layers);
  const used = layers.map(({ name }) => settings.get(name)!);
  const names = layers.map(({ name }) => name);
  const choices: Partial<Record<SettingsField, readonly Choice[]>> = layerChoices(layers, used, networkCodingOf(plan));
  const placeholders: Partial<Record<SettingsField, string>> = {
    'threshold.value': texts.fromStatistic,
    initial: usualStart(used, tauOf(plan)) ?? texts.startOfNeuron,
  };
  const fixed = used.every(({ threshold }) => threshold.value !== undefined);
  return (
    <div className="inspector-fields" role="group" aria-label={texts.fieldsName}>
      {SETTINGS_FIELDS.map((field) => {
        const view = fieldView(field, { plan, layers, settings, saved });
        const isMethod = field === 'threshold.method';
        return (
          <FieldRow
            key={field}
            field={field}
            // Where a fixed value counts, no method is in use.
            value={isMethod && fixed ? { kind: 'mixed', values: [] } : view.value}
            placeholder={isMethod && fixed ? texts.fixedInstead : placeholders[field]}
            source={isMethod && fixed ? texts.methodTakesOver : sourceText(view, layers.length)}
            canReset={view.setHere > 0}
            saved={view.saved && sharedText(view.saved)}
            idle={view.idle && texts.idle[view.idle]}
            idleAbout={idleAbout(view.idle)}
            choices={choices[field]}
            resetName={texts.reset(texts.fields[field])}
            disabled={readOnly !== null}
            onCommit={(value) => setSetting('inspector', names, field, value)}
            onReset={() => resetSetting('inspector', names, field)}
          />
        );
      })}
    </div>
  );
}

/** Where the values come from; for mixed ones also what they are. */
function sourceText({ field, value, source, setHere }: FieldView, count: number): string {
  // A method under the layer's own name is why there is no fixed value; that is not one set here.
  if (field === 'threshold.value' && value.kind === 'one' && value.value === undefined) return texts.notSet;
  const from = source.kind === 'one' ? texts.source(source.value) : texts.sourceMixed(setHere, count);
  return value.kind === 'mixed' ? sharedText(value) : from;
}
