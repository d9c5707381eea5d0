/** What a calibration says about the thresholds of a layer, besides their values: for the reasons of its error. */
import { z } from 'zod';

/** The facts of a layer. */
export const layerCalibrationFactsSchema = z.strictObject({
  layer: z.string(),
  /** Number of thresholds that iteration could not find. */
  unsolved: z.int().nonnegative(),
  /** Number of thresholds that are 0 because their statistic is negative. */
  silent: z.int().nonnegative(),
  /** Median base threshold θ, in units of the median magnitude of the activations that are not 0; null if that is not known. */
  overMedian: z.number().positive().nullable(),
});

/** The facts of a layer, as `layerCalibrationFactsSchema` describes them. */
export type LayerCalibrationFacts = z.infer<typeof layerCalibrationFactsSchema>;
