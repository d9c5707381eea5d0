/** Running the plan, and what came out. */
export { RunBar } from './run-bar.tsx';
export { ResultStrip } from './result-strip.tsx';
