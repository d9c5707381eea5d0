/** Exporting the plan: the dialog; the list of exports is a view (view.ts). */
export { ExportLayer } from './export-layer.tsx';
