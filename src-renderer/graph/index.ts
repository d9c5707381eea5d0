/** The network on screen: modules, layers, badges, overlays. */
export { GraphEditor } from './graph-editor.tsx';
export { showNode, zoomToSelection } from './state/select.ts';
