/** Exported packages, as all parts of the program know them. */
export {
  type Comparison,
  type Manifest,
  manifestJsonSchema,
  manifestSchema,
  type ManifestState,
  type Verification,
} from './manifest.ts';
export { type Capsule, CAPSULE, capsuleSchema, capsuleThresholdsSchema } from './capsule.ts';
