/** How long a person waits for the first answer: `inspect` of a small network, from nothing to the end, in turn. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../../src-main/services/run/bench/median.ts';
import type { Recorder } from './results.ts';
import { EXAMPLES, ROOT } from './spikeloom.ts';

const TIMES = 9;
const INSPECT = ['inspect', join(EXAMPLES, 'resnet20-cifar10.onnx')];
const AIM = 500;
const FRESH = { NODE_DISABLE_COMPILE_CACHE: '1' };

interface Start {
  readonly name: string;
  readonly command: readonly string[];
  /** Milliseconds. */
  readonly aim?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const STARTS: readonly Start[] = [
  { name: 'Node alone', command: [process.execPath, 'tests/bench/nothing.ts'] },
  {
    name: '`spikeloom inspect` resnet20, as npm starts it',
    command: [process.execPath, 'scripts/run.mjs', 'src-main/cli/main.ts', ...INSPECT],
    aim: AIM,
  },
  {
    name: 'the same, nothing compiled before',
    command: [process.execPath, 'scripts/run.mjs', 'src-main/cli/main.ts', ...INSPECT],
    environment: FRESH,
  },
  {
    name: '`npm run -s spikeloom -- inspect`, npm included',
    command: ['npm', 'run', '-s', 'spikeloom', '--', ...INSPECT],
    aim: AIM,
  },
];

/** Milliseconds until the command has ended. */
function time({ command: [program, ...args], environment }: Start): Promise<number> {
  const options: SpawnOptions = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...environment } };
  const began = performance.now();
  const child = spawn(program!, args, options);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(performance.now() - began);
      else reject(new Error(`${[program, ...args].join(' ')} ended with status ${status}`));
    });
  });
}

export async function coldStartTable(record: Recorder): Promise<void> {
  const times = STARTS.map((): number[] => []);
  for (let round = 0; round <= TIMES; round++) {
    for (const [index, start] of STARTS.entries()) {
      const taken = await time(start);
      // The first fills the cache of compiled code.
      if (round > 0) times[index]!.push(taken);
    }
  }
  STARTS.forEach(({ name, aim }, index) => {
    const all = times[index]!;
    record({
      table: 'start',
      workload: name,
      ...(aim === undefined ? {} : { aim }),
      values: [median(all)],
      detail: `least ${Math.min(...all).toFixed(0)} ms`,
    });
  });
}
