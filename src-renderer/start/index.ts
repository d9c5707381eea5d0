/** Where a project begins: recent ones, a new model, the example. */
export { followAddress } from './address.ts';
export { followStartDrops } from './take-drop.ts';
export { StartScreen } from './start-screen.tsx';
