/** The plan as text, and the difference between saved versions. */
export { PlanEditor } from './plan-editor.tsx';
