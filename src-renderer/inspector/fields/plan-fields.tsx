/** The plan's own fields: time steps, leak, and the defaults of every layer that sets nothing else. */
import type { ReactElement } from 'react';
import {
  type Choice,
  DEFAULT_READOUT_FROM,
  DEFAULT_STEPS,
  DEFAULT_TAU,
  DEFAULTS,
  defaultSettings,
  fieldOf,
  type Idle,
  idleOf,
  isLeaky,
  mergeSettings,
  type NeuronRule,
  networkCodingOf,
  type Plan,
  type PlanField,
  readoutFromOf,
  SETTINGS_FIELDS,
  stepsOf,
  tauOf,
} from '../../../src-shared/plan/index.ts';
import { defaultChoices, resetPlanField, setPlanField, usualStart } from '../../layer-settings/index.ts';
import { useSavedPlan, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { idleAbout } from './closed-text.ts';
import { FieldRow } from './field-row.tsx';
import type { FieldValue } from './field-view.ts';

const FIELDS: readonly PlanField[] = ['steps', 'tau', 'readout.from', ...SETTINGS_FIELDS];

/** Rows for the plan itself. */
export function PlanFields(): ReactElement | null {
  const plan = useWorkbench(({ history }) => history?.plan ?? null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const saved = useSavedPlan();
  const layers = useWorkbench(({ project }) => project?.graph.layers);
  if (!plan || !layers) return null;
  const rules = [...new Set(layers.map(({ rule }) => rule))];
  const coding = networkCodingOf(plan);
  const used = mergeSettings(defaultSettings('relu'), plan.defaults);
  const choices: Partial<Record<PlanField, readonly Choice[]>> = defaultChoices(coding);
  const reasonOf = (field: PlanField): Idle | null =>
    field === 'steps' || field === 'readout.from' || field === 'tau' ? null : idleOf(field, used);
  const idle = (field: PlanField): string | null => {
    if (field === 'tau') return isLeaky(coding) ? null : texts.leakUnused;
    const reason = reasonOf(field);
    return reason && texts.idle[reason];
  };
  const fixed = used.threshold.value !== undefined;
  return (
    <div className="inspector-fields" role="group" aria-label={texts.plan}>
      {FIELDS.map((field) => {
        const own = ownValue(plan, field);
        const before = saved ? ownValue(saved, field) : own;
        const isMethod = field === 'threshold.method';
        return (
          <FieldRow
            key={field}
            field={field}
            value={isMethod && fixed ? { kind: 'mixed', values: [] } : { kind: 'one', value: own ?? builtIn(field, rules, plan) }}
            placeholder={
              isMethod && fixed ? texts.fixedInstead : field === 'initial' ? usualStart([used], tauOf(plan)) : PLACEHOLDERS[field]
            }
            source={
              isMethod && fixed
                ? texts.methodTakesOver
                : field === 'readout.from' && readoutFromOf(plan) > stepsOf(plan)
                  ? texts.afterLastStep
                  : own !== undefined
                    ? texts.setInPlan
                    : field === 'threshold.value'
                      ? texts.notSet
                      : texts.builtIn
            }
            idleAbout={field === 'readout.from' ? texts.readoutAbout : idleAbout(reasonOf(field))}
            canReset={own !== undefined}
            saved={before === own ? null : savedText(before, field, rules, saved ?? plan)}
            idle={idle(field)}
            choices={choices[field]}
            resetName={texts.resetPlan(texts.fields[field])}
            disabled={readOnly !== null}
            onCommit={(value) => setPlanField('inspector', field, value)}
            onReset={() => resetPlanField('inspector', field)}
          />
        );
      })}
    </div>
  );
}

/** What the plan itself says of a field; undefined where it says nothing. */
function ownValue(plan: Plan, field: PlanField): FieldValue {
  if (field === 'readout.from') return plan.readout?.from;
  return field === 'steps' || field === 'tau' ? plan[field] : fieldOf(plan.defaults, field);
}

/** What counts where the plan says nothing; undefined for a scale that differs between the network's layers, and for a fixed value. */
function builtIn(field: PlanField, rules: readonly NeuronRule[], { defaults }: Plan): FieldValue {
  if (field === 'steps') return DEFAULT_STEPS;
  if (field === 'tau') return DEFAULT_TAU;
  if (field === 'readout.from') return DEFAULT_READOUT_FROM;
  const values = new Set(rules.map((rule) => fieldOf(defaultSettings(rule, DEFAULTS, defaults.threshold?.method), field)));
  return values.size === 1 ? [...values][0] : undefined;
}

const PLACEHOLDERS: Partial<Record<PlanField, string>> = {
  ...texts.byRule,
  'threshold.value': texts.fromStatistic,
  initial: texts.startOfNeuron,
};

function savedText(value: FieldValue, field: PlanField, rules: readonly NeuronRule[], plan: Plan): string {
  const counted = value ?? builtIn(field, rules, plan);
  return counted === undefined ? (PLACEHOLDERS[field] ?? texts.none) : texts.nameOf(counted);
}
