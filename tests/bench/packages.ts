/**
 * Exported packages of the examples: their sizes, the operations per second of a whole network in C, and what int8 weights do to the accuracy.
 * Times are processor times, so that other programs on the machine matter less.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../../src-shared/results/index.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, spikeloom, TEST_IMAGES } from './spikeloom.ts';

const NETWORKS = ['resnet20', 'vgg-small', 'vit-small'] as const;
type Network = (typeof NETWORKS)[number];

/** Networks that have a form in whole numbers. */
const WHOLE = ['resnet20', 'vgg-small'] as const;

/** Largest loss of int8 weights, in points. */
const AIM = -0.5;

const NAME = 'net';

/** A program that runs all steps of the samples in a package, and prints operations, seconds and samples: the fastest of five rounds. */
const DRIVER = `#include "${NAME}.h"
#include <stdio.h>
#include <time.h>
static ${NAME}_state state;
static float in[8 * NET_IN_SIZE], out[NET_OUT_SIZE];
int main(int count, char **arguments) {
  FILE *file = fopen(arguments[count - 1], "rb");
  unsigned char head[10];
  double best = 1e9, operations = 0;
  if (file == NULL || fread(head, 1, 10, file) != 10 || fseek(file, 10 + head[8] + 256 * head[9], SEEK_SET) != 0) return 1;
  const size_t samples = fread(in, sizeof(float), 8 * NET_IN_SIZE, file) / NET_IN_SIZE;
  for (int round = 0; round < 5; round++) {
    const clock_t began = clock();
    operations = 0;
    for (size_t sample = 0; sample < samples; sample++) {
      ${NAME}_reset(&state);
      for (int t = 0; t < NET_STEPS; t++) ${NAME}_step(&state, in + sample * NET_IN_SIZE, out);
      operations += (double)${NAME}_operations(&state);
    }
    const double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    if (seconds < best) best = seconds;
  }
  printf("%g %g %u\\n", operations, best, (unsigned)samples);
  return 0;
}
`;

/** Megabytes of all files in a folder. */
function size(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6;
}

/** Operations per second of a package, in millions, and milliseconds for a sample. */
function speedOf(folder: string): { readonly rate: number; readonly ms: number } {
  writeFileSync(join(folder, 'bench.c'), DRIVER);
  const program = join(folder, 'bench');
  const sources = ['bench.c', `${NAME}.c`, `${NAME}_data.c`].map((file) => join(folder, file));
  execFileSync('gcc', ['-std=c99', '-O2', '-ffp-contract=off', '-o', program, ...sources, '-lm']);
  const printed = execFileSync(program, [join(folder, 'verification', 'inputs.npy')], { encoding: 'utf8' });
  const [operations, seconds, samples] = printed.split(' ').map(Number) as [number, number, number];
  return { rate: operations / seconds / 1e6, ms: (1e3 * seconds) / samples };
}

const accuracyOf = async (project: string, numbers: readonly string[]): Promise<number> => {
  const output = await spikeloom(['evaluate', project, '--dataset', TEST_IMAGES, ...numbers, '--json']);
  return 100 * (JSON.parse(output) as RunReport).steps.at(-1)!.accuracy!;
};

/** `folder`: where files may be written. */
export async function packageTables(record: Recorder, folder: string): Promise<void> {
  const projectOf = (network: Network): string => join(folder, `${network}.spikeloom`);
  const exported = async (network: Network, kind: string, options: readonly string[]): Promise<string> => {
    const out = join(folder, `${network}-${kind}`);
    await spikeloom(['export', projectOf(network), '--out', out, '--name', NAME, '--format', ...options, '--json']);
    return out;
  };
  for (const network of NETWORKS) {
    const model = join(EXAMPLES, `${network}-cifar10.onnx`);
    await spikeloom(['convert', model, '--calibration', CALIBRATION, '--out', projectOf(network), '--json']);
    const onnx = await exported(network, 'onnx', ['onnx']);
    const float = await exported(network, 'c', ['c']);
    const whole = WHOLE.some((one) => one === network) ? [await exported(network, 'int8', ['c', '--weights', 'int8'])] : [];
    const [model0, library, ...small] = [onnx, float, ...whole].map(size);
    record({
      table: 'packages',
      workload: `${network}, as ${whole.length > 0 ? 'ONNX / C / C of int8' : 'ONNX / C'}`,
      values: [model0!, library!, ...small],
    });
    const speeds = [float, ...whole].map(speedOf);
    record({
      table: 'cSpeed',
      workload: `${network}, T = 8, ${whole.length > 0 ? 'float32 / int8' : 'float32'}`,
      values: speeds.map(({ rate }) => rate),
      detail: `${speeds.map(({ ms }) => ms.toFixed(1)).join(' and ')} ms for a sample`,
    });
  }
  for (const network of WHOLE) {
    const [float, int8] = [await accuracyOf(projectOf(network), []), await accuracyOf(projectOf(network), ['--numbers', 'int8'])];
    const detail = `${float.toFixed(1)} and ${int8.toFixed(1)} % of 1,000 images`;
    record({ table: 'int8', workload: `${network}, T = 8`, aim: AIM, values: [int8 - float], detail });
  }
}
