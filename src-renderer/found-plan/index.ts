/** A plan that was found or measured: the name of its use, and what it changes of the working plan, to be applied as one step. */
export { planText, PlanToApply } from './plan-to-apply.tsx';
export { nameOfUse } from './name-of-use.ts';
