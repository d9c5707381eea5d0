/**
 * The table of exporters. The command line and its schemas derive from it. A new format is a folder beside this file and one line
 * here.
 */
import type { ExportOptions, Exporter } from './exporter.ts';

/** An entry of the table of exporters. */
export interface ExporterEntry {
  /** Name for a person. */
  readonly label: string;
  /** Its files, in a few words. */
  readonly about: string;
  /** The options that it takes. */
  readonly options: readonly (keyof ExportOptions)[];
  readonly load: () => Promise<Exporter>;
}

/** The exporters, in the order in which they are offered. */
export const EXPORTERS = {
  onnx: {
    label: 'ONNX, one time step',
    about: 'step.onnx: one time step, with states as inputs and outputs',
    options: ['batch'],
    load: async () => (await import('./onnx/exporters.ts')).stepExporter,
  },
  'onnx-unrolled': {
    label: 'ONNX, all time steps',
    about: 'unrolled.onnx: T steps in one graph, in place of the original model',
    options: ['batch'],
    load: async () => (await import('./onnx/exporters.ts')).unrolledExporter,
  },
  c: {
    label: 'C99',
    about: 'a library in C99 without dependencies, with a test program: one time step, the caller owns the state',
    options: [],
    load: async () => (await import('./c/exporter.ts')).cExporter,
  },
} as const satisfies Readonly<Record<string, ExporterEntry>>;

/** The id of an exporter: a key of `EXPORTERS`. */
export type ExporterId = keyof typeof EXPORTERS;

/** All ids, in the order of the table. */
export const EXPORTER_IDS = Object.keys(EXPORTERS) as readonly ExporterId[];

/** True for the id of an exporter of this version. */
export const isExporterId = (id: string): id is ExporterId => Object.hasOwn(EXPORTERS, id);
