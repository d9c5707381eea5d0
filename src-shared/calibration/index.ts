/** What a plan asks of calibration, without computing anything: which thresholds it sets anew, and for how many levels. */
export { iterationLevels } from './iteration-levels.ts';
export { outdatedLayers, type OutdatedLayer, type ResolvedSettings, thresholdSignature } from './outdated.ts';
