/** Keeps track of open projects and the windows that use them, and closes projects that no window uses. */
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { openProject } from '../../project/index.ts';
import { checkProject } from '../../services/project/check-project/index.ts';
import type { CalibrationBrief } from '../../services/view/calibration-brief.ts';
import { rememberCalibration } from '../../services/view/known-contents.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Caller, Emit } from '../types.ts';
import { calibrationSummary, chooseCalibration } from './calibration-summary.ts';
import { locateModel, lookOnServers, requireModel } from './model-watch.ts';
import { openTogether } from './open-together.ts';
import type { OpenedProject } from './opened-project.ts';
import { canonical, closeIfIdle, closeProject, type ProjectTable } from './project-table.ts';

/** Time that a project stays open after it lost its last window, because the window may come back. */
const GRACE_MS = 30_000;
/** Time between two checks whether a missing model file is back. */
const LOOK_MS = 2000;

export type OpenProjects = ReturnType<typeof createOpenProjects>;

/** The same path for a file, however it is spelt. */
export const canonical = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/** A project that is being opened, and the calls that wait for it. */
interface Opening {
  readonly done: Promise<OpenedProject>;
  readonly abort: AbortController;
  /** The windows of these calls, by the signal of the call. */
  readonly waiting: Map<AbortSignal, object>;
}

/** Makes the store of open projects. `onOpen` is called with each project that was opened for writing, before a window sees it. */
export function createOpenProjects(emit: Emit, jobs: Jobs, onOpen: (opened: OpenedProject) => void) {
  const opened = new Map<string, OpenedProject>();
  const opening = new Map<string, Opening>();

  const close = (one: OpenedProject): void => {
    opened.delete(one.path);
    try {
      one.project.close();
    } catch (error) {
      // No caller waits for this, and everything acknowledged is written.
      emit('app.notice', { message: say`${one.path} was not closed in order: ${messageOf(error)}.` });
    }
  };
  /** Closes a project that no window shows and no job writes, so that other programs can write it. */
  const closeIfIdle = (one: OpenedProject): void => {
    if (one.windows.size === 0 && !jobs.running(one.path) && opened.get(one.path) === one) close(one);
  };
  jobs.onEnd(({ path }) => {
    const one = opened.get(path);
    if (one) closeIfIdle(table, one);
  });
  return {
    /**
     * Opens a project for a window. A project that was read-only is tried again, because it may be free by now. Rejects with an
     * abort if the window cancels the call; the window is then not counted among the project's windows.
     */
    async open(given: string, { connection: window, signal }: Caller): Promise<OpenedProject> {
      const path = canonical(given);
      const there = opened.get(path);
      const others = there?.windows;
      if (there?.project.readOnly !== undefined) close(there);
      const one = opened.get(path) ?? (await shared(path, window, signal));
      signal.throwIfAborted();
      for (const other of others ?? []) one.windows.add(other);
      one.windows.add(window);
      return one;
    },
    /** A window closes a project. */
    leave(given: string, window: object): void {
      const one = opened.get(canonical(given));
      one?.windows.delete(window);
      if (one) closeIfIdle(table, one);
    },
    /** Call when a window is gone, perhaps only for a moment. */
    windowLeft(window: object): void {
      const left = [...opened.values()].filter(({ windows }) => windows.delete(window));
      if (left.length > 0) setTimeout(() => left.forEach((one) => closeIfIdle(table, one)), GRACE_MS).unref();
    },
    isOpen: (given: string): boolean => opened.has(canonical(given)),
    /** The open project at a path. Throws `project.missing` if it is not open. */
    at(given: string): OpenedProject {
      const one = opened.get(canonical(given));
      if (one) return one;
      throw new SpikeloomError('project.missing', `${given} is not open; open it first.`, { at: { file: given } });
    },
    /** Call after a change of the plan. Sends the windows the calibration that now fits and the outdated layers, if either has changed. */
    planChanged(one: OpenedProject): void {
      const isAnother = chooseCalibration(one);
      if (isAnother || calibrationSummary(one).outdated.join('\n') !== one.outdated.join('\n')) tellCalibration(emit, one);
    },
    /** Call when a job has made or reused a calibration. It is shown if it is the one for the working plan. */
    takeCalibration(one: OpenedProject, calibration: CalibrationBrief): void {
      if (one.briefs.has(calibration.id)) return;
      one.briefs.set(calibration.id, calibration);
      if (calibration.id === one.project.latestCalibrationHead()?.id) rememberCalibration(one.project, calibration);
      if (chooseCalibration(one)) tellCalibration(emit, one);
    },
    /** Checks that the model is there. Throws `project.missing` if it is not, because nothing can run then. */
    async requireModel(one: OpenedProject, signal: AbortSignal): Promise<void> {
      await lookAgain(one, signal);
      if (one.missing === null) return;
      throw new SpikeloomError('project.missing', one.missing, { at: { file: one.model.file } });
    },
    /** Call when the user has allowed a server. Looks for the files on it. */
    async serversChanged(signal: AbortSignal): Promise<void> {
      for (const one of opened.values()) {
        emit('remote.changed', { path: one.path, remote: remoteFilesOf(one.project) });
        await lookAgain(one, signal);
      }
    },
    /** Makes a project use another path for its model. Changes nothing if the file there is another model. */
    async locateModel(one: OpenedProject, file: string, signal: AbortSignal): Promise<void> {
      if (one.project.readOnly !== undefined) throw readOnlyError(one.project, 'its model stays where it was');
      const moveBack = moveModel(one, file);
      await lookAgain(one, signal);
      const why = one.missing;
      if (why !== null) {
        moveBack();
        await lookAgain(one, signal);
        throw new SpikeloomError('project.missing', why, { at: { file } });
      }
      emit('remote.changed', { path: one.path, remote: remoteFilesOf(one.project) });
    },
    closeAll: (): void => [...opened.values()].forEach(close),
  };

  /** Checks the model's file again, and tells the windows if it is gone, has changed, or is back. */
  async function lookAgain(one: OpenedProject, signal: AbortSignal): Promise<void> {
    const { model, missing } = await lookAtModel(one, signal);
    if (missing === one.missing && model.file === one.model.file) return;
    one.missing = missing;
    one.model = model;
    emit('model.changed', { path: one.path, file: model.file, missing });
    awaitModel(one);
  }

  /** Waits for a missing model file to come back. */
  function awaitModel(one: OpenedProject): void {
    if (one.missing === null || isThere(one)) return;
    const look = (): void => {
      if (opened.get(one.path) !== one) return clearInterval(timer);
      if (!isThere(one)) return;
      clearInterval(timer);
      lookAgain(one, new AbortController().signal).catch((error: unknown) => {
        // If the project was closed in the meantime, no window needs the error.
        if (opened.get(one.path) === one) emit('app.notice', { message: messageOf(error) });
      });
    };
    const timer = setInterval(look, LOOK_MS).unref();
  }

  function tellCalibration(one: OpenedProject): void {
    const calibration = calibrationSummary(one);
    one.outdated = calibration.outdated;
    emit('calibration.changed', { path: one.path, calibration });
  }

  /** Opens a project once for all windows that request it at the same time. The opening is cancelled when all of them have cancelled. */
  async function shared(path: string, window: object, signal: AbortSignal): Promise<OpenedProject> {
    signal.throwIfAborted();
    // A cancelled opening holds the file a moment longer.
    for (let last = opening.get(path); last?.abort.signal.aborted; last = opening.get(path)) await last.done.catch(() => {});
    const going = opening.get(path) ?? begin(path);
    const giveUp = (): void => {
      if (going.waiting.delete(signal) && going.waiting.size === 0) going.abort.abort();
    };
    going.waiting.set(signal, window);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await going.done;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  function begin(path: string): Opening {
    const abort = new AbortController();
    const waiting = new Map<AbortSignal, object>();
    const done = load(path, abort.signal)
      .then((one) => {
        // Register all windows before any of them continues.
        for (const window of waiting.values()) one.windows.add(window);
        closeIfIdle(one);
        return one;
      })
      .finally(() => opening.delete(path));
    const going: Opening = { done, abort, waiting };
    opening.set(path, going);
    return going;
  }
}
