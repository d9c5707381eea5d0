/** The way to use a plan in few words. */
import type { TrialPoint } from '../../src-shared/tuning/index.ts';
import { foundPlanTexts as texts } from '../texts/found-plan.ts';

/** `4 steps, mean from step 2`. */
export function nameOfUse({ steps, from, margin, numbers }: Pick<TrialPoint, 'steps' | 'from' | 'margin' | 'numbers'>): string {
  const steady = from === 1 ? texts.steps(steps) : texts.delayed(steps, from);
  const use = margin === null ? steady : texts.stopping(steps, margin);
  return numbers === 'int8' ? texts.withInt8(use) : use;
}
