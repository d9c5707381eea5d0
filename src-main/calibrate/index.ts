/** Calibration: thresholds of every neuron layer from statistics of the float network. */
export {
  calibrate,
  type CalibrateOptions,
  type Calibration,
  type CalibrationBatch,
  type LayerCalibration,
} from './calibrate.ts';
