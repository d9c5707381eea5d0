/** Energy models: prices as data, and what a workload costs under them. */
export {
  type Activity,
  activityOf,
  type BreakEven,
  breakEven,
  estimate,
  nominal,
  ratioTo,
} from './compute.ts';
export {
  type Baseline,
  bitsOf,
  type EnergyTerm,
  type Estimate,
  NO_PRICE,
  type Range,
  sumOf,
  type UnpricedTerm,
} from './estimate.ts';
export { explain, type Explanation, type Remedy, type StepQuality } from './explain.ts';
export { type Reuse, weightUses } from './ledger-models.ts';
export { type EnergyModel, energyModelSchema, groupOf } from './model-schema.ts';
export { ENERGY_MODELS, energyModelNamed, readEnergyFile } from './shipped.ts';
export { type Owner, TERM_LABELS, TERM_NAMES, type TermName } from './terms.ts';
export {
  byLayer,
  type ComparedBaseline,
  type ComparedCrossover,
  energySummary,
  type EnergySummary,
  type LayerEnergy,
  plainSummary,
} from './summary.ts';
