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
export { type Baseline, bitsOf, type EnergyTerm, type Estimate, type Range, sumOf, type UnpricedTerm } from './estimate.ts';
export { explain, type Explanation, type Remedy, type StepQuality } from './explain.ts';
export { type Reuse, weightUses } from './ledger-models.ts';
export { type EnergyModel, energyModelSchema, groupOf, parseEnergyModel } from './model-schema.ts';
export { CROSSOVERS, type Crossover, ENERGY_MODELS } from './shipped.ts';
export { type Owner, TERM_LABELS, type TermName } from './terms.ts';
