/**
 * Everything that src-main/engines/cpu calls. A neuron kernel is named by its model (`limited`: multi-spike with a limit of spikes in one
 * step), codings of input and output, and rule.
 */
import { leakyNeurons } from './leaky';
import { neurons } from './neuron';
import {
  INPUT_DIFFERENTIAL, INPUT_ESTIMATE, INPUT_RATE, MODEL_IF, MODEL_MS, MODEL_MS_LIMITED, MODEL_MT, RULE_POSITIVE, RULE_RELU,
  RULE_SIGNED,
} from './variants';

export function ifRateRatePositive(frame: usize): void { neurons(MODEL_IF, INPUT_RATE, false, RULE_POSITIVE, frame); }
export function ifRateRateRelu(frame: usize): void { neurons(MODEL_IF, INPUT_RATE, false, RULE_RELU, frame); }
export function ifRateRateSigned(frame: usize): void { neurons(MODEL_IF, INPUT_RATE, false, RULE_SIGNED, frame); }
export function ifRateDifferentialRelu(frame: usize): void { neurons(MODEL_IF, INPUT_RATE, true, RULE_RELU, frame); }
export function ifRateDifferentialSigned(frame: usize): void { neurons(MODEL_IF, INPUT_RATE, true, RULE_SIGNED, frame); }
export function ifDifferentialRatePositive(frame: usize): void { neurons(MODEL_IF, INPUT_DIFFERENTIAL, false, RULE_POSITIVE, frame); }
export function ifDifferentialRateRelu(frame: usize): void { neurons(MODEL_IF, INPUT_DIFFERENTIAL, false, RULE_RELU, frame); }
export function ifDifferentialRateSigned(frame: usize): void { neurons(MODEL_IF, INPUT_DIFFERENTIAL, false, RULE_SIGNED, frame); }
export function ifDifferentialDifferentialRelu(frame: usize): void { neurons(MODEL_IF, INPUT_DIFFERENTIAL, true, RULE_RELU, frame); }
export function ifDifferentialDifferentialSigned(frame: usize): void { neurons(MODEL_IF, INPUT_DIFFERENTIAL, true, RULE_SIGNED, frame); }
export function mtRateRatePositive(frame: usize): void { neurons(MODEL_MT, INPUT_RATE, false, RULE_POSITIVE, frame); }
export function mtRateRateRelu(frame: usize): void { neurons(MODEL_MT, INPUT_RATE, false, RULE_RELU, frame); }
export function mtRateRateSigned(frame: usize): void { neurons(MODEL_MT, INPUT_RATE, false, RULE_SIGNED, frame); }
export function mtRateDifferentialRelu(frame: usize): void { neurons(MODEL_MT, INPUT_RATE, true, RULE_RELU, frame); }
export function mtRateDifferentialSigned(frame: usize): void { neurons(MODEL_MT, INPUT_RATE, true, RULE_SIGNED, frame); }
export function mtDifferentialRatePositive(frame: usize): void { neurons(MODEL_MT, INPUT_DIFFERENTIAL, false, RULE_POSITIVE, frame); }
export function mtDifferentialRateRelu(frame: usize): void { neurons(MODEL_MT, INPUT_DIFFERENTIAL, false, RULE_RELU, frame); }
export function mtDifferentialRateSigned(frame: usize): void { neurons(MODEL_MT, INPUT_DIFFERENTIAL, false, RULE_SIGNED, frame); }
export function mtDifferentialDifferentialRelu(frame: usize): void { neurons(MODEL_MT, INPUT_DIFFERENTIAL, true, RULE_RELU, frame); }
export function mtDifferentialDifferentialSigned(frame: usize): void { neurons(MODEL_MT, INPUT_DIFFERENTIAL, true, RULE_SIGNED, frame); }
export function msRateRatePositive(frame: usize): void { neurons(MODEL_MS, INPUT_RATE, false, RULE_POSITIVE, frame); }
export function msRateRateRelu(frame: usize): void { neurons(MODEL_MS, INPUT_RATE, false, RULE_RELU, frame); }
export function msRateRateSigned(frame: usize): void { neurons(MODEL_MS, INPUT_RATE, false, RULE_SIGNED, frame); }
export function msRateDifferentialRelu(frame: usize): void { neurons(MODEL_MS, INPUT_RATE, true, RULE_RELU, frame); }
export function msRateDifferentialSigned(frame: usize): void { neurons(MODEL_MS, INPUT_RATE, true, RULE_SIGNED, frame); }
export function msDifferentialRatePositive(frame: usize): void { neurons(MODEL_MS, INPUT_DIFFERENTIAL, false, RULE_POSITIVE, frame); }
export function msDifferentialRateRelu(frame: usize): void { neurons(MODEL_MS, INPUT_DIFFERENTIAL, false, RULE_RELU, frame); }
export function msDifferentialRateSigned(frame: usize): void { neurons(MODEL_MS, INPUT_DIFFERENTIAL, false, RULE_SIGNED, frame); }
export function msDifferentialDifferentialRelu(frame: usize): void { neurons(MODEL_MS, INPUT_DIFFERENTIAL, true, RULE_RELU, frame); }
export function msDifferentialDifferentialSigned(frame: usize): void { neurons(MODEL_MS, INPUT_DIFFERENTIAL, true, RULE_SIGNED, frame); }
export function ifEstimateRatePositive(frame: usize): void { neurons(MODEL_IF, INPUT_ESTIMATE, false, RULE_POSITIVE, frame); }
export function ifEstimateRateRelu(frame: usize): void { neurons(MODEL_IF, INPUT_ESTIMATE, false, RULE_RELU, frame); }
export function ifEstimateRateSigned(frame: usize): void { neurons(MODEL_IF, INPUT_ESTIMATE, false, RULE_SIGNED, frame); }
export function ifEstimateDifferentialRelu(frame: usize): void { neurons(MODEL_IF, INPUT_ESTIMATE, true, RULE_RELU, frame); }
export function ifEstimateDifferentialSigned(frame: usize): void { neurons(MODEL_IF, INPUT_ESTIMATE, true, RULE_SIGNED, frame); }
export function mtEstimateRatePositive(frame: usize): void { neurons(MODEL_MT, INPUT_ESTIMATE, false, RULE_POSITIVE, frame); }
export function mtEstimateRateRelu(frame: usize): void { neurons(MODEL_MT, INPUT_ESTIMATE, false, RULE_RELU, frame); }
export function mtEstimateRateSigned(frame: usize): void { neurons(MODEL_MT, INPUT_ESTIMATE, false, RULE_SIGNED, frame); }
export function mtEstimateDifferentialRelu(frame: usize): void { neurons(MODEL_MT, INPUT_ESTIMATE, true, RULE_RELU, frame); }
export function mtEstimateDifferentialSigned(frame: usize): void { neurons(MODEL_MT, INPUT_ESTIMATE, true, RULE_SIGNED, frame); }
export function msEstimateRatePositive(frame: usize): void { neurons(MODEL_MS, INPUT_ESTIMATE, false, RULE_POSITIVE, frame); }
export function msEstimateRateRelu(frame: usize): void { neurons(MODEL_MS, INPUT_ESTIMATE, false, RULE_RELU, frame); }
export function msEstimateRateSigned(frame: usize): void { neurons(MODEL_MS, INPUT_ESTIMATE, false, RULE_SIGNED, frame); }
export function msEstimateDifferentialRelu(frame: usize): void { neurons(MODEL_MS, INPUT_ESTIMATE, true, RULE_RELU, frame); }
export function msEstimateDifferentialSigned(frame: usize): void { neurons(MODEL_MS, INPUT_ESTIMATE, true, RULE_SIGNED, frame); }
export function limitedRateRatePositive(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_RATE, false, RULE_POSITIVE, frame); }
export function limitedRateRateRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_RATE, false, RULE_RELU, frame); }
export function limitedRateRateSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_RATE, false, RULE_SIGNED, frame); }
export function limitedRateDifferentialRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_RATE, true, RULE_RELU, frame); }
export function limitedRateDifferentialSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_RATE, true, RULE_SIGNED, frame); }
export function limitedDifferentialRatePositive(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_DIFFERENTIAL, false, RULE_POSITIVE, frame); }
export function limitedDifferentialRateRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_DIFFERENTIAL, false, RULE_RELU, frame); }
export function limitedDifferentialRateSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_DIFFERENTIAL, false, RULE_SIGNED, frame); }
export function limitedDifferentialDifferentialRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_DIFFERENTIAL, true, RULE_RELU, frame); }
export function limitedDifferentialDifferentialSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_DIFFERENTIAL, true, RULE_SIGNED, frame); }
export function limitedEstimateRatePositive(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_ESTIMATE, false, RULE_POSITIVE, frame); }
export function limitedEstimateRateRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_ESTIMATE, false, RULE_RELU, frame); }
export function limitedEstimateRateSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_ESTIMATE, false, RULE_SIGNED, frame); }
export function limitedEstimateDifferentialRelu(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_ESTIMATE, true, RULE_RELU, frame); }
export function limitedEstimateDifferentialSigned(frame: usize): void { neurons(MODEL_MS_LIMITED, INPUT_ESTIMATE, true, RULE_SIGNED, frame); }
export function lifRateRatePositive(frame: usize): void { leakyNeurons(false, false, RULE_POSITIVE, frame); }
export function lifRateRateRelu(frame: usize): void { leakyNeurons(false, false, RULE_RELU, frame); }
export function lifRateRateSigned(frame: usize): void { leakyNeurons(false, false, RULE_SIGNED, frame); }
export function lifRateDifferentialRelu(frame: usize): void { leakyNeurons(false, true, RULE_RELU, frame); }
export function lifRateDifferentialSigned(frame: usize): void { leakyNeurons(false, true, RULE_SIGNED, frame); }
export function lifDifferentialRatePositive(frame: usize): void { leakyNeurons(true, false, RULE_POSITIVE, frame); }
export function lifDifferentialRateRelu(frame: usize): void { leakyNeurons(true, false, RULE_RELU, frame); }
export function lifDifferentialRateSigned(frame: usize): void { leakyNeurons(true, false, RULE_SIGNED, frame); }
export function lifDifferentialDifferentialRelu(frame: usize): void { leakyNeurons(true, true, RULE_RELU, frame); }
export function lifDifferentialDifferentialSigned(frame: usize): void { leakyNeurons(true, true, RULE_SIGNED, frame); }

export {
  changesDifferential, changesRate, differentialToRate, estimatesDifferential, estimatesRate, rateToDifferential,
} from './estimates';
export { residualMaxPool } from './max-pool';
export { countBitsWeighted, countColumns, countRows, countWeighted, dotCounts } from './count';
export { geluOfEstimates } from './gelu';
export { listEntries, sparseConvolution, stridedConvolution } from './sparse';
export { listTokens, sparseLinear } from './sparse-linear';
export { estimateError } from './error';
export { extents, keepFrom, spread } from './statistics';
