/** Showing a place of the plan's text, and what was set aside beside it; the plan itself is a view (view.ts). */
export { compareSetAside } from './commands.ts';
export { revealPlace } from './reveal.ts';
