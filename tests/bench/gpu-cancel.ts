/**
 * How soon a job on the gpu engine ends when it is cancelled: from the call to the job's end, at points spread over a whole run in a new process, which
 * first compiles segments and kernels and then computes them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestOf } from '../../src-main/services/jobs/registry.ts';
import { runJob } from '../../src-main/services/jobs/run-job.ts';
import type { Progress } from '../../src-main/services/progress.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';

const SAMPLES = 64;
const BATCH = 16;
const STEPS = 8;

/** The end of a job that was cancelled `after` so many milliseconds. */
interface Cancelled {
  readonly after: number;
  /** Milliseconds from the call to the end. */
  readonly took: number;
  /** What the job did, by its own report. */
  readonly during: string;
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The work that is cancelled. */
export interface CancelledWork {
  readonly model: string;
  /** Samples to calibrate with and to run. */
  readonly samples: string;
  readonly adapter: string | undefined;
}

/** A run to its end, then one that is cancelled at each of so many points. */
export async function measureCancelling({ model, samples, adapter }: CancelledWork, points: number): Promise<Cancelled[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spikeloom-cancel-'));
  const project = join(folder, 'model.spikeloom');
  const request = (name: string): RequestOf<'simulate'> => ({
    model: project,
    inputs: samples,
    out: join(folder, name),
    batch: BATCH,
    limit: SAMPLES,
    calibration: { batch: BATCH },
    plan: { options: {} },
    engine: 'gpu',
    gpuAdapter: adapter,
  });
  try {
    const plan = { options: { steps: STEPS } };
    const calibration = { source: samples, batch: 100 };
    const { signal } = new AbortController();
    await runJob('convert', { model, out: project, plan, engine: 'cpu', calibration }, { signal });
    const began = performance.now();
    await runJob('simulate', request('whole'), { signal });
    const whole = performance.now() - began;
    const results: Cancelled[] = [];
    for (let point = 0; point < points; point++) {
      results.push(await cancelled(request(`${point}`), ((point + 0.5) / points) * whole));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cancelled(request: RequestOf<'simulate'>, after: number): Promise<Cancelled> {
  const controller = new AbortController();
  let last: Progress | undefined;
  const job = runJob('simulate', request, { signal: controller.signal, onProgress: (progress) => (last = progress) });
  const ended = job.catch((error: unknown) => {
    if (!(error instanceof SpikeloomError && error.code === 'cancelled')) throw error;
  });
  await Promise.race([wait(after), ended]);
  const during = last ? `${last.phase}, ${((100 * last.done) / last.total).toFixed(0)} %` : 'starting';
  const asked = performance.now();
  controller.abort();
  await ended;
  return { after, took: performance.now() - asked, during };
}

/** The distribution in one line. */
export function cancellingText(results: readonly Cancelled[]): string {
  const times = results.map(({ took }) => took).sort((a, b) => a - b);
  const [least, middle, most] = [times[0], times[Math.floor(times.length / 2)], times.at(-1)].map((one) => one!.toFixed(0));
  const points = results.map(
    ({ after, took, during }) => `${took.toFixed(0)} ms after ${(after / 1000).toFixed(1)} s (${during})`,
  );
  return `a cancelled job ends within ${least} to ${most} ms, median ${middle} ms: ${points.join('; ')}`;
}

if (import.meta.main) {
  const [model = '', samples = '', adapter, points = '8'] = process.argv.slice(2);
  console.log(cancellingText(await measureCancelling({ model, samples, adapter }, Number(points))));
}
