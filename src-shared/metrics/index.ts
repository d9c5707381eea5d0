/** The quality of a spiking network's answers: accuracy, agreement, early stopping and delayed readout, what is kept of each sample, and the distance for other outputs. */
export { argmax, isAnswer, rankOf, softmaxMargin } from './ranking.ts';
export { addEvaluations, MARGINS, sumEvaluation } from './evaluation.ts';
export type { EvaluationBatch, EvaluationSums, OnAnswer, StopSums } from './evaluation.ts';
export { summariseEvaluation, summariseStopping } from './summary.ts';
export type { EvaluationSummary, StepSummary, StopSummary } from './summary.ts';
export { createEvaluation } from './create-evaluation.ts';
export type { Evaluation } from './create-evaluation.ts';
export { addDeviations, summariseDeviation, sumDeviation } from './deviation.ts';
export type { DeviationBatch, DeviationStep, DeviationSums } from './deviation.ts';
export { addDelayed, delayedStarts, sumDelayed } from './delayed.ts';
export type { DelayedRow } from './delayed.ts';
export { MARGIN_LEVELS, marginCode, marginOf, NO_MARGIN } from './margin-code.ts';
export { decodeRecords, encodeRecords, evaluateSamples, joinRecords } from './records.ts';
export type { RecordsOf, SampleRecords } from './records.ts';
