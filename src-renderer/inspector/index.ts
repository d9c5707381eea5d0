/** What the selected layers use, and how to change it. */
export { Inspector } from './inspector.tsx';
