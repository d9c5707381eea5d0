/** The conversion plan: its types, text form, schema, resolution per layer, transactions and history. */
export type * from './types.ts';
export { EMPTY_PLAN, type LayerRule, type PartialSettings, type PartialThreshold, type Plan } from './plan.ts';
export {
  DEFAULTS,
  DEFAULT_READOUT_FROM,
  DEFAULT_STEPS,
  DEFAULT_TAU,
  defaultSettings,
  type DefaultsVersion,
  networkCodingOf,
  PUBLISHED_DEFAULTS,
  readoutFromOf,
  stepsOf,
  tauOf,
  type NeuronRule,
} from './defaults.ts';
export {
  CODINGS,
  CORRECTIONS,
  MOST_THRESHOLDS,
  NEURONS,
  planJsonSchema,
  planSchema,
  THRESHOLD_LEVELS,
  THRESHOLD_METHODS,
  THRESHOLD_OF,
} from './schema.ts';
export { parsePlan, placeInPlan, readPlan, type PlanReading } from './parse.ts';
export type { PlanProblem } from './problems.ts';
export { isLeaky, neuronsOf } from './neuron-coding.ts';
export { formatPlan } from './format.ts';
export { checkReadout, layerSettings, mergeSettings, resolvePlan, type PlacedLayer } from './resolve.ts';
export { editDistance, globTest, isGlob, nearest } from './glob.ts';
export { planFromOptions, type PlanOptions } from './options.ts';
export {
  applyTransaction,
  invertTransaction,
  type FieldChange,
  type KeysChange,
  type PlanChange,
  type PlanOrigin,
  type PlanTransaction,
  type PlanValue,
} from './transaction.ts';
export { diffPlans, planTransaction } from './diff.ts';
export { type Idle, idleOf, idleOnAll } from './idle.ts';
export { type FieldDifference, layerDifferences, type NetworkDifference, networkDifferences } from './layer-differences.ts';
export { overlayPlan, rebasePlan } from './merge.ts';
export { commit, redo, startHistory, undo, type History } from './history.ts';
export { type Reach, setAlike, shortReach } from './alike.ts';
export { resetDefault, resetLayers, setDefaults, setLayers } from './edit.ts';
export { type FieldReading, type PlanField, readFieldValue } from './field-value.ts';
export {
  fieldOf,
  type FieldSource,
  fieldSource,
  SETTINGS_FIELDS,
  type SettingsField,
  settingsWith,
  withoutField,
} from './fields.ts';
export {
  allCodings,
  type Choice,
  type Closed,
  codingChoices,
  correctionChoices,
  codingSettings,
  levelChoices,
  methodChoices,
  neuronChoices,
  neuronFor,
  ofChoices,
} from './choices.ts';
