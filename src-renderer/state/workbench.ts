/**
 * What the window knows, in one store of plain immutable data. Only the functions of this folder change it; views read it with
 * `useWorkbench(selector)`.
 */
import { create } from 'zustand';
import {
  type AppInfo,
  type CalibrationSummary,
  type ExportSummary,
  type Graph,
  DEFAULT_SETTINGS,
  type JobState,
  type PlanVersion,
  type ProjectView,
  type RecentProject,
  type RunProgress,
  type RunSummary,
  type Settings,
  type WireError,
} from '../../src-shared/contract/index.ts';
import type { History } from '../../src-shared/plan/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import type { ChannelState } from '../host/channel.ts';
import { type FitState, NO_FIT } from './fit-state.ts';
import type { Overlay } from './overlays.ts';
import type { ShownDifference } from './difference-state.ts';
import { FIRST_LAYOUT, type WindowLayout } from './window-layout.ts';

/** What an open project is besides its plan. */
export type OpenProject = Omit<ProjectView, 'document' | 'versions' | 'calibration' | 'runs'>;

/** Something that went wrong or is worth knowing, shown until it is dismissed. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'info';
  readonly message: string;
  readonly error?: WireError;
  /** What the person can do about it, with a word for the button. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long news stays if nobody points at it, in ms. */
  readonly forMs?: number;
  /** Called when the notice goes; `isActed`: because its action was chosen. */
  readonly onGone?: (isActed: boolean) => void;
}

export interface WorkbenchState {
  readonly connection: ChannelState;
  readonly info: AppInfo | null;
  readonly settings: Settings;
  readonly recent: readonly RecentProject[];
  /** Null on the start screen. */
  readonly project: OpenProject | null;
  /** A model's graph that is looked at without a project. */
  readonly looked: { readonly name: string; readonly graph: Graph } | null;
  /** The working plan with what can be undone and redone; null without a project. */
  readonly history: History | null;
  readonly revision: number;
  /** Newest saved version, and whether the working plan is that. */
  readonly saved: { readonly version: number; readonly same: boolean } | null;
  readonly versions: readonly PlanVersion[];
  readonly calibration: CalibrationSummary | null;
  /** The network against the chosen target. */
  readonly fit: FitState;
  readonly runs: readonly RunSummary[];
  /** Exports of the project; empty until they have been read (state/exports.ts). */
  readonly exports: readonly ExportSummary[];
  /** Ids of graph nodes, in the order they were selected; the last one has the focus. */
  readonly selection: readonly string[];
  /** Id of the graph node that the pointer is on, in whatever view; null for none (state/hover.ts). */
  readonly hovered: string | null;
  readonly overlay: Overlay;
  /** What the graph marks as different (state/shown-difference.ts); null for nothing. */
  readonly shownDifference: ShownDifference | null;
  /** Running jobs and those that ended while the window was open, newest first. */
  readonly jobs: readonly JobState[];
  /** The run that goes on, as far as it has come. */
  readonly runProgress: RunProgress | null;
  /** The run whose results overlays and the strip show, and its report. */
  readonly shownRun: { readonly id: number; readonly report: RunReport } | null;
  readonly notices: readonly Notice[];
  /** Where things stand in the window of this project. */
  readonly layout: WindowLayout;
  /** Problems of the plan's text while it cannot be read; the graph keeps showing the last plan that could. */
  readonly textProblems: readonly { readonly message: string; readonly line: number; readonly column: number }[];
}

export const INITIAL: WorkbenchState = {
  connection: 'connecting',
  info: null,
  settings: DEFAULT_SETTINGS,
  recent: [],
  project: null,
  looked: null,
  history: null,
  revision: 0,
  saved: null,
  versions: [],
  calibration: null,
  fit: NO_FIT,
  runs: [],
  exports: [],
  selection: [],
  hovered: null,
  overlay: 'none',
  shownDifference: null,
  jobs: [],
  runProgress: null,
  shownRun: null,
  notices: [],
  layout: FIRST_LAYOUT,
  textProblems: [],
};

export const useWorkbench = create<WorkbenchState>()(() => INITIAL);

/** The state now, outside of a component. */
export const workbench = (): WorkbenchState => useWorkbench.getState();
export const setWorkbench = (change: Partial<WorkbenchState>): void => useWorkbench.setState(change);

/** The graph that is on screen: of the open project, or of a model that is looked at. */
export const graphShown = ({ project, looked }: WorkbenchState): Graph | undefined => project?.graph ?? looked?.graph;
