/** Calibration: thresholds of every neuron layer from statistics of the float network. */
export {
  calibrate,
  type CalibrateOptions,
  type Calibration,
  type CalibrationBatch,
  type LayerCalibration,
} from './calibrate.ts';
export { isSolved, iterationSteps } from './statistics/index.ts';
export { givenThreshold, siteThresholds, type SiteThresholds, type UsedStatistics } from './thresholds.ts';
