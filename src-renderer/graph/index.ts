/** Bringing nodes of the graph into view; the graph itself is a view (view.ts). */
export { showNode, zoomToSelection } from './state/select.ts';
