/** What a change of the plan is called in the history, and which changes of the text belong to one step. */
import type { PlanChange, PlanTransaction } from '../../../src-shared/plan/index.ts';
import { planTexts } from '../../texts/plan-editor.ts';

/** Typing goes on in the same place for at most this long without becoming a step of its own. */
export const TOGETHER_MS = 2000;

const placeOf = (change: PlanChange): string => (change.kind === 'keys' ? 'layers' : change.path.join('\u0000'));

/** The fields that changes touch, each once. */
export const placesOf = (changes: readonly PlanChange[]): readonly string[] => [...new Set(changes.map(placeOf))].sort();

/** Whether a change of the text continues the step before: the same places, soon after, and made here too. */
export function continues(last: PlanTransaction | undefined, changes: readonly PlanChange[], elapsedMs: number): boolean {
  if (last?.origin !== 'text' || elapsedMs > TOGETHER_MS) return false;
  const [before, now] = [placesOf(last.changes), placesOf(changes)];
  return before.length === now.length && before.every((place, index) => place === now[index]);
}

/** The sentence for a change of the text: the field where it is one, else how many. */
export function labelOf(changes: readonly PlanChange[]): string {
  const fields = changes.filter((change) => change.kind === 'field');
  if (fields.length === 0) return planTexts.labelOrder;
  if (fields.length > 1) return planTexts.labelMany(fields.length);
  const { path, to } = fields[0]!;
  const value = to === undefined ? null : typeof to === 'object' ? JSON.stringify(to) : String(to);
  if (path[0] !== 'layers') return planTexts.labelField(path.join('.'), value);
  return planTexts.labelLayerField(path[1]!, path.slice(2).join('.'), value);
}
