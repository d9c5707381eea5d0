/** Exported packages, as all parts of the program know them. */
export {
  EXPORT_OPTIONS,
  EXPORTER_IDS,
  type ExporterId,
  exporterIdSchema,
  type ExportOptionEntry,
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
