/** The equations of docs/algorithm.md, one unit a file, in plain float64: the only place where each is written in TypeScript. */
export type { UnitStep } from './unit-step.ts';
export { fireMultiSpike, fireMultiThreshold, fireOf, fireOnce, initialPotential } from './fire.ts';
export type { Fire } from './fire.ts';
export { createNeuron } from './neuron.ts';
export type { NeuronSettings } from './neuron.ts';
export { modelOf, neuronSettingsOf, valueCoding } from './settings.ts';
export { transferCurve, transferLimits } from './transfer-curve.ts';
export type { TransferLimits, TransferRequest } from './transfer-curve.ts';
export { neuronThresholds, rowsPerSample, thresholdsOf } from './thresholds.ts';
export { countSpikeBits, spikeBits } from './spike-bits.ts';
export { createExpectation } from './expectation.ts';
export type { EstimateFunction } from './expectation.ts';
export { createMaxPool, createResidualMaxPool, tileUpsample } from './max-pool.ts';
export type { Pooling } from './max-pool.ts';
export { createProduct } from './product.ts';
export type { Multiply, Product, ProductStep } from './product.ts';
export { createTranscoder } from './transcoder.ts';
export { createDecoder, encodeInput } from './ports.ts';
