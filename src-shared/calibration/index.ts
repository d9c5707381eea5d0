/** Which thresholds of a plan calibration must set, the number of levels for threshold iteration, and thresholds from histograms. */
export { balancedThresholds } from './balanced-threshold.ts';
export { meanErrors, measuredThresholds } from './measured-threshold.ts';
export { iterationLevels, type IterationSettings } from './iteration-levels.ts';
export { outdatedLayers, type OutdatedLayer, type ResolvedSettings, thresholdSignature } from './outdated.ts';
