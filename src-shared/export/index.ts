/** Exported packages, as all parts of the program know them. */
export {
  type Comparison,
  type Manifest,
  manifestJsonSchema,
  manifestSchema,
  type ManifestState,
  type PackageMemory,
  type Verification,
} from './manifest.ts';
