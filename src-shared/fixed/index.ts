/** Spiking networks in whole numbers (docs/fixed-point.md): made from a SpikingNetwork, and simulated. */
export { fixNetwork, type FixOptions } from './quantise/fix-network.ts';
export type {
  FixedConv,
  FixedCount,
  FixedInput,
  FixedIntake,
  FixedLayer,
  FixedLinear,
  FixedMaxPool,
  FixedMove,
  FixedNetwork,
  FixedNeuron,
  FixedOutput,
  FixedSum,
  FixedTranscoder,
  FixedValue,
  FixedWindows,
  FixedWindowSum,
  PerEntry,
  PerEntryFactor,
} from './network.ts';
export { type FixedResult, runSamples } from './run-samples.ts';
export { everyEntry } from './per-entry.ts';
export { meanOfOutput } from './simulate/units.ts';
export { createFixedSimulator, type FixedSimulator } from './simulate/simulator.ts';
