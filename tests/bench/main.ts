/**
 * `npm run bench`: the figures of BENCHMARKS.md. Each row is one `spikeloom bench` in a process of its own, where the spiking network
 * and the float network are measured in turn with the same cores; compare ratios, not milliseconds of different runs.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resNet50, resNet56 } from '../support/large-models.ts';
import { onnxBytes, type TestModel } from '../support/onnx-graph.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLES = join(ROOT, 'resources', 'examples');
const run = promisify(execFile);

/** What `spikeloom bench --json` prints, as far as it is used. */
interface BenchOutput {
  readonly ann_ms: number;
  readonly snn_ms: number;
  readonly ratio: number;
  readonly peak_rss_mb: number;
}

interface Row {
  readonly name: string;
  readonly model: string;
  readonly steps: number;
  readonly batch: number;
  /** Real images to calibrate on and to run; without, random inputs. */
  readonly calibration?: string;
}

async function bench({ model, steps, batch, calibration }: Row): Promise<BenchOutput> {
  const args = ['bench', model, '--steps', String(steps), '--batch', String(batch), '--json'];
  if (calibration) args.push('--calibration', calibration);
  const { stdout } = await run(process.execPath, [join(ROOT, 'src-main', 'cli', 'main.ts'), ...args], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as BenchOutput;
}

const images = join(EXAMPLES, 'cifar10', 'calibration');
const example = (name: string, steps: number, batch: number): Row => ({
  name: name.replace('-cifar10', ''),
  model: join(EXAMPLES, `${name}.onnx`),
  steps,
  batch,
  calibration: images,
});

/** Networks with random weights are written here, and removed at the end. */
async function withModels(use: (written: (name: string, model: TestModel) => Promise<string>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'spikeloom-bench-'));
  try {
    await use(async (name, model) => {
      const file = join(folder, `${name}.onnx`);
      await writeFile(file, onnxBytes(model));
      return file;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

async function table(title: string, rows: readonly Row[]): Promise<void> {
  process.stdout.write(`\n**${title}**\n\n`);
  print(['network', 'T', 'B', 'float ms', 'spiking ms', 'ms per step', 'ratio', 'peak MB']);
  print(Array.from({ length: 8 }, () => '---'));
  for (const row of rows) {
    const { ann_ms, snn_ms, ratio, peak_rss_mb } = await bench(row);
    const figures = [
      ann_ms.toFixed(1),
      snn_ms.toFixed(1),
      (snn_ms / row.steps).toFixed(1),
      ratio.toFixed(2),
      peak_rss_mb.toFixed(0),
    ];
    print([row.name, String(row.steps), String(row.batch), ...figures]);
  }
}

process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}\n`,
);
await withModels(async (written) => {
  const resnet56 = await written('resnet56', resNet56());
  await table('Against the float network, T = 8, n = 8, differential', [
    example('resnet20-cifar10', 8, 64),
    { name: 'resnet56 (random weights)', model: resnet56, steps: 8, batch: 64 },
    example('vgg-small-cifar10', 8, 64),
    example('vit-small-cifar10', 8, 64),
  ]);
  await table(
    'Over time steps',
    [1, 2, 4, 8, 16, 32].map((steps) => example('resnet20-cifar10', steps, 64)),
  );
  await table(
    'Over the batch',
    [16, 64, 256].map((batch) => example('resnet20-cifar10', 8, batch)),
  );
  await table('ResNet-50 at 224 × 224', [
    { name: 'resnet50 (random weights)', model: await written('resnet50', resNet50()), steps: 4, batch: 4 },
  ]);
});
