/** The open projects of a host: which windows have each open, and when it is closed. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { CalibrationBrief } from '../../services/view/calibration-brief.ts';
import { rememberCalibration } from '../../services/view/known-contents.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Caller, Emit } from '../types.ts';
import { calibrationSummary, chooseCalibration } from './calibration-summary.ts';
import { locateModel, lookOnServers, requireModel } from './model-watch.ts';
import { openTogether } from './open-together.ts';
import type { OpenedProject } from './opened-project.ts';
import { keepRunsOf } from './removed-runs.ts';
import { canonical, closeIfIdle, closeProject, type ProjectTable } from './project-table.ts';

/** Time for which a project stays open after its last window was lost: the window may come back. */
const GRACE_MS = 30_000;

export type OpenProjects = ReturnType<typeof createOpenProjects>;

/** No projects. `onOpen` is called with each project that is opened for writing, before any window sees it. */
export function createOpenProjects(emit: Emit, jobs: Jobs, onOpen: (opened: OpenedProject) => void) {
  const table: ProjectTable = { emit, jobs, onOpen, opened: new Map(), opening: new Map() };
  const { opened } = table;
  jobs.onEnd(({ path }) => {
    const one = opened.get(path);
    if (one) closeIfIdle(table, one);
  });
  return {
    open: (given: string, caller: Caller): Promise<OpenedProject> => open(table, given, caller),
    /** A window closes a project. */
    leave(given: string, window: object): void {
      const one = opened.get(canonical(given));
      if (!one) return;
      one.windows.delete(window);
      keepRunsOf(emit, one, window);
      closeIfIdle(table, one);
    },
    /** A window is gone, perhaps only for a moment. */
    windowLeft(window: object): void {
      const left = [...opened.values()].filter(({ windows }) => windows.delete(window));
      for (const one of left) keepRunsOf(emit, one, window);
      if (left.length > 0) setTimeout(() => left.forEach((one) => closeIfIdle(table, one)), GRACE_MS).unref();
    },
    isOpen: (given: string): boolean => opened.has(canonical(given)),
    /** The open project at a path. Throws `project.missing` if it is not open. */
    at(given: string): OpenedProject {
      const one = opened.get(canonical(given));
      if (one) return one;
      throw new SpikeloomError('project.missing', `${given} is not open; open it first.`, { at: { file: given } });
    },
    /** The plan has changed: tells the windows if another calibration fits it now, or other layers are outdated. */
    planChanged(one: OpenedProject): void {
      const isAnother = chooseCalibration(one);
      if (isAnother || calibrationSummary(one).outdated.join('\n') !== one.outdated.join('\n')) tellCalibration(emit, one);
    },
    /** A job has made a calibration, or used one again: the windows show it if it fits the working plan. */
    takeCalibration(one: OpenedProject, calibration: CalibrationBrief): void {
      if (one.briefs.has(calibration.id)) return;
      one.briefs.set(calibration.id, calibration);
      if (calibration.id === one.project.latestCalibrationHead()?.id) rememberCalibration(one.project, calibration);
      if (chooseCalibration(one)) tellCalibration(emit, one);
    },
    requireModel: (one: OpenedProject, signal: AbortSignal): Promise<void> => requireModel(table, one, signal),
    serversChanged: (signal: AbortSignal): Promise<void> => lookOnServers(table, signal),
    locateModel: (one: OpenedProject, file: string, signal: AbortSignal): Promise<void> => locateModel(table, one, file, signal),
    closeAll: (): void => [...opened.values()].forEach((one) => closeProject(table, one)),
  };
}

/**
 * Opens a project for a window. A project that is open read-only is opened anew, since its lock may be free by now. Rejects if the window
 * gives up meanwhile; the window then does not have it open.
 */
async function open(table: ProjectTable, given: string, { connection: window, signal }: Caller): Promise<OpenedProject> {
  const { opened } = table;
  const path = canonical(given);
  const there = opened.get(path);
  const others = there?.windows;
  if (there?.project.readOnly !== undefined) closeProject(table, there);
  const one = opened.get(path) ?? (await openTogether(table, path, window, signal));
  signal.throwIfAborted();
  for (const other of others ?? []) one.windows.add(other);
  one.windows.add(window);
  return one;
}

function tellCalibration(emit: Emit, one: OpenedProject): void {
  const calibration = calibrationSummary(one);
  one.outdated = calibration.outdated;
  emit('calibration.changed', { path: one.path, calibration });
}
