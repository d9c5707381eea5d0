/** Decides, without computing anything, which thresholds of a plan calibration must set, and the number of levels for threshold iteration. */
export { iterationLevels } from './iteration-levels.ts';
export { outdatedLayers, type OutdatedLayer, type ResolvedSettings, thresholdSignature } from './outdated.ts';
