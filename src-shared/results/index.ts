/** Results of runs as plain data: the run report (`report.json`) with its schema, its layers and its energy ledger. */
export {
  conversionErrorOf,
  FIGURES,
  type FigureWords,
  firingRateOf,
  type ThresholdLosses,
  thresholdLossesOf,
} from './figures.ts';
export {
  type ConfusedPair,
  confusedPairs,
  type Confusion,
  type ConfusionOf,
  confusionOf,
  MOST_MATRIX_CLASSES,
} from './confusion.ts';
export { courseOf, type SampleCourse } from './sample-course.ts';
export {
  ANSWER_OF,
  type AnswerOf,
  countKinds,
  NEEDS_LABEL,
  SAMPLE_KINDS,
  SAMPLE_ORDERS,
  type SampleFilter,
  type SampleKind,
  type SampleOrder,
  selectSamples,
  settledAt,
} from './sample-filter.ts';
export { type DigestedSample, type SampleDigest, sampleDigest } from './sample-digest.ts';
export { type Fall, fallOf, stalls } from './course.ts';
export { type Overview, overviewOf, type Readout } from './overview.ts';
export { type Paired, pairsOf } from './paired.ts';
export * from './comparison/index.ts';
export { type ParetoPoint, paretoFront } from './pareto.ts';
export {
  countPairs,
  type Estimate,
  independentDifference,
  mcnemar,
  type PairedCounts,
  pairedDifference,
  pText,
  type TestedDifference,
  testedDifference,
  wilson,
} from './proportions.ts';
export { floatShare, shareIn, type StepShares } from './step-shares.ts';
export { outlineOf, type RunOutline, runOutlineSchema } from './run-outline.ts';
export { type Stopping, stoppingCurve } from './stopping.ts';
export { thresholdRemedy } from './remedy.ts';
export { layerFeeds } from './layer-feeds.ts';
export { type LayerMap, layerMap, MAP_FIGURES, type MapFigure, type MapRow } from './layer-map.ts';
export { applyRemedy, type RemedyChange, remedySentence } from './plan-remedy.ts';
export { type LayerCalibrationFacts, layerCalibrationFactsSchema } from './calibration-facts.ts';
export { type PlanFigures, type RemedyPreview, remedyPreviewSchema } from './remedy-preview.ts';
export { type WorstLayer, worstLayers } from './worst-layers.ts';
export { ledgerRowSchema, ledgerSchema } from './ledger.ts';
export type { Ledger, LedgerRow } from './ledger.ts';
export { countedLayerSchema, isNeuronLayer, layerResultSchema, neuronLayerSchema } from './layers.ts';
export type { CountedLayerResult, LayerResult, NeuronLayerResult } from './layers.ts';
export {
  delayedReadoutSchema,
  earlyStopSchema,
  keptSchema,
  modelResultSchema,
  outputResultSchema,
  runReportSchema,
  settingsResultSchema,
  stepResultSchema,
} from './run-report.ts';
export type {
  DelayedReadout,
  EarlyStop,
  Kept,
  ModelResult,
  OutputResult,
  RunReport,
  SettingsResult,
  StepResult,
} from './run-report.ts';
