/** Where a project begins: recent ones, a new model, the example. */
export { StartScreen } from './start-screen.tsx';
