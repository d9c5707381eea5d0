/** The changes from the working plan to a plan that was found: as a table, on the graph, and applied as one step that can be undone. */
import { type ReactElement, useMemo } from 'react';
import { diffPlans, formatPlan, parsePlan, type Plan } from '../../src-shared/plan/index.ts';
import { type Operation, planToUse } from '../../src-shared/tuning/index.ts';
import { editPlan, showPlanDifference, useWorkbench } from '../state/index.ts';
import { foundPlanTexts as texts } from '../texts/found-plan.ts';
import { inWindow } from '../texts/messages.ts';
import { Button } from '../ui/index.ts';
import { PlanChanges } from './plan-changes.tsx';
import './found-plan.css';

/** A plan and the way to use it. */
export interface FoundPlan {
  /** The plan's text. */
  readonly plan: string;
  readonly operation: Operation;
  /** Its name on the graph. */
  readonly name: string;
  /** The label of the step in the history. */
  readonly label: string;
}

/** The text of a plan that a result has as its file has it. */
export const planText = (plan: unknown): string => formatPlan(parsePlan(JSON.stringify(plan)));

/** The changes that the plan makes to the working plan, as a table and on the graph, and a button that applies them. */
export function PlanToApply({ plan: text, operation, name, label }: FoundPlan): ReactElement | null {
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
      <div className="found-plan-apply">
        {isApplied ? (
          <span className="found-plan-applied">{texts.applied}</span>
        ) : (
          <>
            <Button
              variant="primary"
              disabled={readOnly !== null}
              title={readOnly === null ? undefined : texts.readOnly(inWindow(readOnly))}
              onClick={() => editPlan(label, 'tuner', next)}
            >
              {texts.apply}
            </Button>
            <Button title={texts.onGraphHint} onClick={() => showPlanDifference({ name, plan: next })}>
              {texts.onGraph}
            </Button>
          </>
        )}
      </div>
      <PlanChanges before={working} after={next} />
    </>
  );
}
