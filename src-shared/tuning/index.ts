/** Tuning: the search for the best plan within a budget. Pure: it asks for evaluations and reads their figures (docs/tuning.md). */
export {
  type Budget,
  BUDGET_QUANTITIES,
  type BudgetQuantity,
  excess,
  formatBudget,
  mostSteps,
  parseBudget,
  samplesNeeded,
  type Spending,
  totalExcess,
} from './budget.ts';
export {
  areFiguresOf,
  asInt8,
  type Figures,
  figuresSchema,
  firstBatches,
  joinFigures,
  type Numbers,
  marginLevel,
  MARGINS,
  type Readout,
  readoutsOf,
  samplesOf,
} from './figures.ts';
export {
  accuracyDifference,
  accuracyOf,
  type Operation,
  type Point,
  pointAt,
  pointsOf,
  spendingOf,
} from './points.ts';
export { meanDifference, studentQuantile } from './noise.ts';
export {
  type Assessed,
  bestOf,
  comparePoints,
  type Goal,
  hopeOf,
  isSurelyBetter,
  mayBeBetter,
  type Objective,
  OBJECTIVES,
  pointsFor,
  type Ways,
} from './goal.ts';
export { fewChanges, freeLayers, type Move } from './moves.ts';
export { canRun, type Subject, type UniformPlan, uniformPlans } from './uniform.ts';
export { rungsOf, type SearchSetup, type Trial, triedKey, type TrialRequest, type TriedPlan } from './trials.ts';
export { plansFrom, rankedLayers, type TableRow } from './table.ts';
export { createSearch, type Search } from './search.ts';
export { type Candidate, type Choice, chooseBest, compareOn, type Comparison, paretoFront, thinned } from './choose.ts';
export {
  baselineKinds,
  type Difference,
  type PartResult,
  type PlanResult,
  planResultSchema,
  type SensitivityRow,
  type TrialPoint,
  trialPointSchema,
  type TuneResult,
  tuneResultSchema,
  type TuningForecast,
  tuningForecastSchema,
  type Versus,
} from './outcome.ts';
export { isBetterPoint, mergePoints, planToUse, pointKey, trialPoint } from './trial-point.ts';
export { fitCost, type RequestCost, type TimedRequest } from './cost.ts';
export { forecasting, forecastSearch, type MeasuredPlan, type SearchForecast } from './forecast.ts';
export { type SearchLimits, withinLimits } from './limits.ts';
export { type Preset, type PresetFigures, PRESETS } from './presets.ts';
export {
  firstStepOf,
  type Method,
  methodResults,
  methodsFor,
  multiLevelPlan,
  type ProjectPlans,
  type TunedPlan,
} from './methods.ts';
export {
  type MethodComparison,
  methodComparisonSchema,
  type MethodLeftOut,
  type MethodResult,
  type MethodStep,
  stepsText,
} from './method-comparison.ts';
export { type SearchedPlans, untuned } from './untuned.ts';
