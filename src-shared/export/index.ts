/** Exported packages, as all parts of the program know them. */
export {
  type Comparison,
  type Manifest,
  manifestJsonSchema,
  manifestSchema,
  type ManifestState,
  type Verification,
} from './manifest.ts';
export {
  type FiringRules,
  firesAsSimulated,
  isNirProfile,
  type LeakForm,
  NIR_PROFILES,
  NIR_READERS,
  type NirProfile,
  type NirReader,
} from './nir-readers.ts';
