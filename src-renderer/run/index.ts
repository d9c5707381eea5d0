/** Running the plan: the bar; what came out is a view (view.ts). */
export { RunBar } from './run-bar.tsx';
