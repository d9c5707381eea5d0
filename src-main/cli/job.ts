/** Long commands: their work runs in a process of its own, Ctrl-C cancels it, progress is shown where somebody sees it. */
import { checkProjectsAmong } from '../services/project/check-project/index.ts';
import { runJob } from '../services/jobs/run-job.ts';
import type { JobName, RequestOf, ResultOf } from '../services/jobs/registry.ts';
import type { Progress } from '../services/progress.ts';
import { interruptible } from './interrupt.ts';

/** Runs jobs, one after the other. */
export interface JobRunner {
  /** Checks the projects among these files, which a job or the command itself opens next: one that is read without end is refused. */
  check(...paths: string[]): Promise<void>;
  run<N extends JobName>(name: N, request: RequestOf<N>): Promise<ResultOf<N>>;
}

/** Calls `work` with a runner. */
export async function withJobs<T>(work: (jobs: JobRunner) => Promise<T>): Promise<T> {
  const display = process.stderr.isTTY ? await createDisplay() : undefined;
  return interruptible((signal) =>
    work({
      check: (...paths) => checkProjectsAmong(paths, signal),
      async run(name, request) {
        try {
          return await runJob(name, request, { signal, ...(display ? { onProgress: display.show } : {}) });
        } finally {
          display?.clear();
        }
      },
    }),
  );
}

/** A bar on standard error: phase, samples, remaining time. */
async function createDisplay() {
  const { default: progress } = await import('cli-progress');
  let bar: InstanceType<typeof progress.SingleBar> | undefined;
  let phase = '';
  const clear = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const show = ({ phase: now, done, total, remainingMs }: Progress): void => {
    if (now !== phase) clear();
    phase = now;
    const payload = { remaining: remainingMs === undefined ? '' : `${duration(remainingMs)} left` };
    if (bar) return bar.update(done, payload);
    bar = new progress.SingleBar({
      format: `${now.padEnd(12)} {bar} {value}/{total} {remaining}`,
      formatValue: (value, _, type) => (type === 'value' ? String(Math.floor(value)) : String(value)),
      stream: process.stderr,
      clearOnComplete: true,
      barsize: 30,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      gracefulExit: false,
    });
    bar.start(total, done, payload);
  };
  return { show, clear };
}

/** 4210 ms as `4 s`, longer times as `2 min 05 s` or `1 h 12 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
