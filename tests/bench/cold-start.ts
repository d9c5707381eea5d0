/** How long a person waits for the first answer: `inspect` of a small network, from nothing to the end, in turn. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../../src-main/services/bench/median.ts';
import { table } from './markdown.ts';
import { EXAMPLES, ROOT } from './spikeloom.ts';

const TIMES = 9;
const INSPECT = ['inspect', join(EXAMPLES, 'resnet20-cifar10.onnx')];
const FRESH = { NODE_DISABLE_COMPILE_CACHE: '1' };

interface Start {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const STARTS: readonly Start[] = [
  { name: 'Node alone', command: [process.execPath, 'tests/bench/nothing.ts'] },
  {
    name: '`spikeloom inspect` resnet20, as npm starts it',
    command: [process.execPath, 'scripts/run.mjs', 'src-main/cli/main.ts', ...INSPECT],
  },
  {
    name: 'the same, nothing compiled before',
    command: [process.execPath, 'scripts/run.mjs', 'src-main/cli/main.ts', ...INSPECT],
    environment: FRESH,
  },
  { name: '`npm run -s spikeloom -- inspect`, npm included', command: ['npm', 'run', '-s', 'spikeloom', '--', ...INSPECT] },
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

export async function coldStartTable(): Promise<void> {
  const times = STARTS.map((): number[] => []);
  for (let round = 0; round <= TIMES; round++) {
    for (const [index, start] of STARTS.entries()) {
      const taken = await time(start);
      // The first fills the cache of compiled code.
      if (round > 0) times[index]!.push(taken);
    }
  }
  const row = table('Cold start', ['', 'ms', 'least']);
  STARTS.forEach(({ name }, index) => row([name, median(times[index]!).toFixed(0), Math.min(...times[index]!).toFixed(0)]));
}
