/** Where a project begins: recent ones, a new model, the example. */
export { followAddress } from './address.ts';
export { openPath } from './opening.ts';
export { followStartDrops } from './take-drop.ts';
