/** The plan as text, and the difference between saved versions. */
export { compareSetAside } from './commands.ts';
export { PlanEditor } from './plan-editor.tsx';
export { revealPlace } from './reveal.ts';
export { VersionDiff } from './version-diff.tsx';
export { prepareEditor } from './prepare-editor.ts';
