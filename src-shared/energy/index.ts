/** Energy (docs/algorithm.md §7, §11): the paper's ratio, and the full ledger according to an energy table. */
export { energyTableSchema } from './energy-table.ts';
export type { EnergyTable, Precision } from './energy-table.ts';
export { DEFAULT_TABLE } from './default-table.ts';
export { firingRates, paperRatio } from './paper-ratio.ts';
export type { LayerOperations } from './paper-ratio.ts';
export { ledgerInput } from './ledger-input.ts';
export type { LedgerInput, LedgerLayer, LedgerNeurons, LedgerUnit, RunTotals } from './ledger-input.ts';
export { fullLedger, layerEnergies, layerShares } from './ledger.ts';
export type { TermEnergies } from './ledger.ts';
export { ledgerInputSchema } from './ledger-schema.ts';
export {
  type Workload,
  type WorkloadLayer,
  type WorkloadNeurons,
  workloadOf,
  workloadSchema,
  type WorkloadTotals,
} from './workload.ts';
export * from './models/index.ts';
