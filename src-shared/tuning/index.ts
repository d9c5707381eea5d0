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
  type Figures,
  figuresSchema,
  firstBatches,
  joinFigures,
  type LayerFigures,
  marginLevel,
  MARGINS,
  type Readout,
  readoutsOf,
  samplesOf,
} from './figures.ts';
export {
  accuracyDifference,
  accuracyGain,
  accuracyOf,
  expectedSpending,
  type Operation,
  ownWeight,
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
export { freeLayers, type Move, movesFor } from './moves.ts';
export { type Rank, rankByRun } from './rank.ts';
export { canRun, type Subject, type UniformPlan, uniformPlans } from './uniform.ts';
export {
  createSearch,
  measurementOf,
  rungsOf,
  type Search,
  type SearchSetup,
  type TrialRequest,
  type TriedPlan,
} from './search.ts';
export { type Candidate, type Choice, chooseBest, compareOn, type Comparison, paretoFront, thinned } from './choose.ts';
export {
  type Difference,
  type PartResult,
  type PlanResult,
  planResultSchema,
  type SensitivityRow,
  type TrialPoint,
  trialPointSchema,
  type TuneResult,
  tuneResultSchema,
  type Versus,
} from './outcome.ts';
export { isBetterPoint, mergePoints, planToUse, trialPoint } from './trial-point.ts';
