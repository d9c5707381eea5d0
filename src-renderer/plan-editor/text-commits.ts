/** Text that became the plan, as steps of the history: typing that goes on in the same place is one step. */
import { diffPlans, type Plan, undo } from '../../src-shared/plan/index.ts';
import { amendPlan, editPlan, workbench } from '../state/index.ts';
import { continues, labelOf } from './text/label.ts';

/** A function that makes a plan the working one, as a step of its own or as part of the latest. `now`: milliseconds. */
export function textCommits(now: () => number = () => performance.now()): (next: Plan) => void {
  let committed = -Infinity;
  return (next) => {
    const { history } = workbench();
    if (!history) return;
    const changes = diffPlans(history.plan, next);
    if (continues(history.done.at(-1), changes, now() - committed)) {
      amendPlan(labelOf(diffPlans(undo(history).plan, next)), 'text', next);
    } else editPlan(labelOf(changes), 'text', next);
    committed = now();
  };
}
