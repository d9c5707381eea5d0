/** The quality of a spiking network's answers: accuracy, agreement and early stopping, and the distance for other outputs. */
export { argmax, rankOf, softmaxMargin } from './ranking.ts';
export { addEvaluations, MARGINS, sumEvaluation } from './evaluation.ts';
export type { EvaluationBatch, EvaluationSums, StopSums } from './evaluation.ts';
export { summariseEvaluation, summariseStopping } from './summary.ts';
export type { EvaluationSummary, StepSummary, StopSummary } from './summary.ts';
export { createEvaluation } from './create-evaluation.ts';
export type { Evaluation } from './create-evaluation.ts';
export { addDeviations, summariseDeviation, sumDeviation } from './deviation.ts';
export type { DeviationBatch, DeviationStep, DeviationSums } from './deviation.ts';
