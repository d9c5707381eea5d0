/**
 * The services behind a window, for any host. The host passes on the messages of its windows and delivers the answers. Open
 * projects, jobs and settings belong to the host and are shared by its windows; every change is sent to all of them.
 */
import type { ToWindow } from '../../src-shared/contract/index.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Context } from './context.ts';
import { createJobs } from './jobs/index.ts';
import { appPart } from './parts/app.ts';
import { calibrationPart } from './parts/calibration.ts';
import { exportPart } from './parts/exports.ts';
import { filesPart } from './parts/files.ts';
import { jobPart } from './parts/jobs.ts';
import { measurementsPart } from './parts/measurements.ts';
import { modelPart } from './parts/model.ts';
import { planPart } from './parts/plan.ts';
import { projectPart } from './parts/project.ts';
import { reportPart } from './parts/report.ts';
import { runListPart } from './parts/run-list.ts';
import { runPart } from './parts/run.ts';
import { samplesPart } from './parts/samples.ts';
import { spikesPart } from './parts/spikes.ts';
import { tuningPart } from './parts/tuning.ts';
import { recoverInterrupted, recoverMakings } from './project-jobs/index.ts';
import { createOpenProjects } from './projects/index.ts';
import type { Emit, Handlers, WorkbenchOptions } from './types.ts';
import { deleteUnusedUploads } from './uploads.ts';
import { createUserFiles } from './user-files.ts';
import { secureUserFolder, userPaths } from './user-folder.ts';

export interface Workbench {
  /** Connects a window; `send` delivers messages to it. */
  connect(send: (message: ToWindow) => void): Connection;
  /** Cancels all jobs and closes all projects. A host that is killed before this loses no acknowledged change. */
  close(): Promise<void>;
}

/** Makes the workbench of a host. */
export function createWorkbench(options: WorkbenchOptions): Workbench {
  const windows = new Map<object, (message: ToWindow) => void>();
  const emit: Emit = (name, data) => {
    for (const send of windows.values()) send({ kind: 'event', name, data });
  };
  secureUserFolder(options.userFolder);
  void deleteUnusedUploads(userPaths(options.userFolder).uploads).catch(() => {});
  const files = createUserFiles(options.userFolder, (message) => emit('app.notice', { message }));
  const jobs = createJobs(emit);
  const projects = createOpenProjects(emit, jobs, (one) => recoverInterrupted(context, one));
  const context: Context = { options, emit, files, jobs, projects };
  recoverMakings(context);
  const handlers: Handlers = {
    ...appPart(context),
    ...filesPart(context),
    ...modelPart(context),
    ...projectPart(context),
    ...planPart(context),
    ...calibrationPart(context),
    ...runPart(context),
    ...samplesPart(context),
    ...runListPart(context),
    ...spikesPart(context),
    ...measurementsPart(context),
    ...exportPart(context),
    ...reportPart(context),
    ...jobPart(context),
    ...tuningPart(context),
  };
  return {
    connect(send) {
      const key = {};
      windows.set(key, send);
      return openConnection(handlers, key, send, () => {
        windows.delete(key);
        projects.windowLeft(key);
      });
    },
    close: async () => {
      await jobs.close();
      projects.closeAll();
    },
  };
}
