/** A plan that the search found: how it is used, what it reached, and what it changes of the working plan, to be applied as one step. */
import { type ReactElement, useMemo } from 'react';
import { diffPlans, parsePlan, type Plan } from '../../src-shared/plan/index.ts';
import { wilson } from '../../src-shared/results/index.ts';
import { type Operation, planToUse, type TrialPoint } from '../../src-shared/tuning/index.ts';
import { editPlan, showPlanDifference, useWorkbench } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { energy, percent, ratio } from '../ui/format.ts';
import { Button } from '../ui/index.ts';
import { nameOf } from './front.ts';
import { PlanChanges } from './plan-changes.tsx';

/** A point of the chart as a plan with its figures. */
export function ChosenPlan({ point }: { readonly point: TrialPoint | undefined }): ReactElement {
  if (!point) return <p className="tuning-note">{texts.choose}</p>;
  const { low, high } = wilson(point.right, point.samples);
  const quality = `${percent(point.right / point.samples)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
  const cost = point.energyRatio === null ? energy(point.energy) : ratio(point.energyRatio);
  return (
    <div className="tuning-chosen">
      <p>
        {texts.useAs(nameOf(point))} {point.labelled ? texts.columns.quality : texts.columns.agreement} {quality},{' '}
        {texts.columns.energy.toLowerCase()} {cost}.
      </p>
      <PlanToApply plan={point.plan} operation={point} use={nameOf(point)} />
    </div>
  );
}

export interface PlanToApplyProps {
  /** The plan's text. */
  readonly plan: string;
  readonly operation: Operation;
  /** How it is used, in words. */
  readonly use: string;
}

/** The changes that a plan makes to the working plan, as a table and on the graph, and a button that applies them. */
export function PlanToApply({ plan: text, operation, use }: PlanToApplyProps): ReactElement | null {
  const { steps, from, margin } = operation;
  const working = useWorkbench(({ history }) => history?.plan ?? null);
  const layers = useWorkbench(({ project }) => project?.graph.layers ?? null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const next = useMemo(
    (): Plan | null => layers && planToUse(parsePlan(text), { steps, from, margin }, layers),
    [text, steps, from, margin, layers],
  );
  if (!working || !next) return null;
  const isApplied = diffPlans(working, next).length === 0;
  return (
    <>
      <div className="tuning-apply">
        {isApplied ? (
          <span className="tuning-applied">{texts.applied}</span>
        ) : (
          <>
            <Button
              variant="primary"
              disabled={readOnly !== null}
              title={readOnly === null ? undefined : texts.readOnly(inWindow(readOnly))}
              onClick={() => editPlan(texts.label(use), 'tuner', next)}
            >
              {texts.apply}
            </Button>
            <Button title={texts.onGraphHint} onClick={() => showPlanDifference({ name: use, plan: next })}>
              {texts.onGraph}
            </Button>
          </>
        )}
      </div>
      <PlanChanges before={working} after={next} />
    </>
  );
}
