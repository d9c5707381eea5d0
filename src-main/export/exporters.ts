/**
 * The loaders of exporters, one for each format (`src-shared/export/formats.ts`). A new format is a folder beside this file, an entry in
 * the table of formats, and one line here.
 */
import type { ExporterId } from '../../src-shared/export/index.ts';
import type { Exporter } from './exporter.ts';

/** Loads the exporter of a format. Only the one that is used is loaded. */
export const EXPORTERS: Readonly<Record<ExporterId, () => Promise<Exporter>>> = {
  onnx: async () => (await import('./onnx/exporters.ts')).stepExporter,
  'onnx-unrolled': async () => (await import('./onnx/exporters.ts')).unrolledExporter,
  c: async () => (await import('./c/exporter.ts')).cExporter,
  nir: async () => (await import('./nir/exporter.ts')).loadNirExporter(),
};
