/** Exported packages, as all parts of the program know them. */
export {
  CAPSULE,
  EXPORT_OPTION_IDS,
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
  PACKAGE_IDS,
  type PackageId,
  PACKAGES,
} from './formats.ts';
export {
  type Comparison,
  type Manifest,
  manifestJsonSchema,
  manifestSchema,
  type ManifestState,
  type PackageMemory,
  stateSizes,
  type ReaderFigures,
  readerSchema,
  readoutSentence,
  type Verification,
} from './manifest.ts';
export {
  type Capsule,
  capsuleSchema,
  capsuleThresholdsSchema,
  REPRODUCED_WITH,
  type Reproduction,
  reproductionSchema,
} from './capsule.ts';
export {
  type FiringRules,
  firesAsSimulated,
  type LeakForm,
  NIR_PROFILES,
  NIR_READERS,
  type NirProfile,
  type NirReader,
} from './nir-readers.ts';
