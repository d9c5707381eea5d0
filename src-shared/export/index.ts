/** Exported packages, as all parts of the program know them. */
export {
  EXPORTER_IDS,
  type ExporterId,
  exporterIdSchema,
  type ExportOptions,
  exportOptionsSchema,
  type FormatEntry,
  formatOf,
  FORMATS,
  isExporterId,
} from './formats.ts';
export {
  type Comparison,
  type Manifest,
  manifestJsonSchema,
  manifestSchema,
  type ManifestState,
  type Verification,
} from './manifest.ts';
