/** The window's state: the store, and every function that changes it. */
export { readExports } from './exports.ts';
export { firstError } from './first-error.ts';
export { followFit, setTargetChoice, type TargetChoice, useFit, useTargetChoice } from './fit.ts';
export { setHovered, useHovered, useIsHovered } from './hover.ts';
export { planInUse, planInUseOf, type PlanInUse, selectedLayers, usePlanInUse } from './layers.ts';
export { isFolded, setFolded, setLayout, setViewLayout, toggleFolded, useViewLayout, viewLayout, writeLayout } from './layout.ts';
export {
  FIRST_LAYOUT,
  type FoldingPlace,
  frontSchema,
  type Json,
  type Place,
  PLACES,
  readLayout,
  type WindowLayout,
} from './window-layout.ts';
export { editAlike, shortReachOf, useReachChoice } from './alike.ts';
export { phaseText, waitText } from './job-queue.ts';
export { asWireError, attempt, dismissNotice, notify, notifyError } from './notices.ts';
export {
  isRunChange,
  isSensitivity,
  type Overlay,
  OVERLAYS,
  overlaysToChoose,
  RUN_CHANGES,
  type RunChange,
  SENSITIVITIES,
  type Sensitivity,
} from './overlays.ts';
export { sensitivityOf, useMeasuredJob, useMeasurementJob, useSensitivity } from './measured.ts';
export {
  amendPlan,
  currentPlan,
  editLayers,
  editPlan,
  goToStep,
  hasUnsentChanges,
  redoPlan,
  resetField,
  savePlan,
  takeSetAside,
  takeDocument,
  undoPlan,
  withPlanSent,
} from './plan.ts';
export { discardRemoved, removeRuns } from './removed-runs.ts';
export { dropSetAside, useSetAside } from './set-aside.ts';
export { changedSince, useOlderPlan } from './run-plan.ts';
export type { DifferenceSide, ShownDifference } from './difference-state.ts';
export {
  closeDifference,
  type PlanDifference,
  planDifferenceOf,
  showDifference,
  type ShownPlan,
  showPlanDifference,
  showRunsDifference,
  showVersionDifference,
  usePlanDifference,
  useShownDifference,
} from './shown-difference.ts';
export { type Answer, useAnswer } from './use-answer.ts';
export { planOfVersion, usePlanOfVersion, useSavedPlan } from './versions.ts';
export { allowServer, closeProject, followHost, locateModel, openProject, showRun } from './project.ts';
export {
  graphShown,
  INITIAL,
  type Notice,
  type OpenProject,
  setWorkbench,
  useWorkbench,
  workbench,
  type WorkbenchState,
} from './workbench.ts';
