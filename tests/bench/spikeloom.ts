/** Runs the command line as a user would, in a process of its own, for the benches. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const EXAMPLES = join(ROOT, 'resources', 'examples');
export const CALIBRATION = join(EXAMPLES, 'cifar10', 'calibration');
export const TEST_IMAGES = join(EXAMPLES, 'cifar10', 'test');

/** Runs a TypeScript file of the checkout. Returns its standard output. `watch`: called with the process while it runs. */
export function runFile(file: string, args: readonly string[], watch?: (child: ChildProcess) => () => void): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = watch?.(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      ended?.();
      if (status === 0) resolve(output);
      else reject(new Error(`${[file, ...args].join(' ')} ended with status ${status}`));
    });
  });
}

export const spikeloom = (args: readonly string[], watch?: (child: ChildProcess) => () => void): Promise<string> =>
  runFile('src-main/cli/main.ts', args, watch);

/** What `spikeloom bench --json` prints, as far as it is used. Times are medians, in milliseconds a batch. */
export interface BenchOutput {
  readonly ann_ms: number;
  readonly snn_ms: number;
  readonly ratio: number;
  readonly peak_rss_mb: number;
}

export interface BenchRow {
  readonly name: string;
  readonly model: string;
  readonly steps: number;
  readonly batch: number;
  readonly thresholds?: number;
  /** Real images to calibrate on and to run; without, random inputs. */
  readonly calibration?: string;
}

/** One `spikeloom bench`. */
export async function bench({ model, steps, batch, thresholds, calibration }: BenchRow): Promise<BenchOutput> {
  const optional = [
    ...(thresholds === undefined ? [] : ['--thresholds', String(thresholds)]),
    ...(calibration === undefined ? [] : ['--calibration', calibration]),
  ];
  const output = await spikeloom(['bench', model, '--steps', String(steps), '--batch', String(batch), '--json', ...optional]);
  return JSON.parse(output) as BenchOutput;
}

/** One of the example networks on its own calibration images. */
export const example = (name: string, steps: number, batch: number): BenchRow => ({
  name,
  model: join(EXAMPLES, `${name}-cifar10.onnx`),
  steps,
  batch,
  calibration: CALIBRATION,
});
