/**
 * Writing the newest run of a project as a capsule, and computing one again, as jobs. Neither changes a project, so that no project keeps a
 * record of them.
 */
import { basename, dirname, resolve } from 'node:path';
import { removeLeftovers } from '../../runtime/temporary.ts';
import type { CapsuleRequest } from '../../services/capsule/export-capsule.ts';
import type { ReproduceRequest } from '../../services/capsule/reproduce.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { JobSpec } from '../jobs/index.ts';

/** The job that writes a capsule. */
export const capsuleJob = (request: CapsuleRequest): JobSpec => ({
  kind: 'export',
  title: `Export to ${basename(request.out)} (reproduction capsule)`,
  path: request.project,
  work: async ({ signal, onProgress }) => {
    try {
      const { notes } = await runJob('capsule', request, { signal, onProgress, background: true });
      return { notes };
    } catch (error) {
      // A process that was killed leaves its temporary folder behind.
      await removeLeftovers(dirname(resolve(request.out)));
      throw error;
    }
  },
});

/** The job that computes a capsule again. */
export const reproduceJob = (request: ReproduceRequest): JobSpec => ({
  kind: 'reproduce',
  title: `Reproduction of ${basename(request.capsule)}`,
  path: request.capsule,
  work: async ({ signal, onProgress }) => {
    const { report: _, ...reproduced } = await runJob('reproduce', request, { signal, onProgress, background: true });
    return { reproduced, notes: [] };
  },
});
