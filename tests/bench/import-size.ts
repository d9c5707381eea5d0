/**
 * Time and memory of importing networks of real sizes. Each import runs in a process of its own, on a file that was written before:
 * `node tests/bench/import-size.ts FILE` prints the figures of one import as JSON.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../../src-main/services/run/bench/median.ts';
import { onnxBytes, type TestModel } from '../support/onnx-graph.ts';
import { resNet50, resNet56, visionTransformer } from '../support/large-models.ts';
import type { Recorder } from './results.ts';
import { runFile } from './spikeloom.ts';

const ROUNDS = 3;
/** Seconds, and multiples of the file's size. */
const AIM = 3;

const MODELS: Readonly<Record<string, () => TestModel>> = {
  'resnet50 size': resNet50,
  'ViT-B size': () => visionTransformer(),
  resnet56: resNet56,
};

interface Import {
  /** Seconds. */
  readonly read: number;
  readonly import: number;
  /** Growth of peak memory, in sizes of the file. */
  readonly growth: number;
}

/** Peak resident memory of this process (on Linux; elsewhere the memory that is resident now). `maxRSS` would include the parent's. */
function peakBytes(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // No such file: not Linux.
  }
  return process.memoryUsage.rss();
}

async function measure(file: string): Promise<Import> {
  const { importNetwork, readModel } = await import('../../src-main/onnx/index.ts');
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const model = await readModel(file);
  const read = performance.now();
  importNetwork(model);
  const end = performance.now();
  return { read: (read - start) / 1000, import: (end - read) / 1000, growth: (peakBytes() - before) / statSync(file).size };
}

/** `folder`: where networks may be written. */
export async function importTables(record: Recorder, folder: string): Promise<void> {
  const measured = new Map<string, readonly Import[]>();
  for (const [name, make] of Object.entries(MODELS)) {
    const file = join(folder, `${name}.onnx`);
    writeFileSync(file, onnxBytes(make()));
    const rounds: Import[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push(JSON.parse(await runFile('tests/bench/import-size.ts', [file])) as Import);
    measured.set(name, rounds);
  }
  for (const [workload, rounds] of measured) {
    const [read, imported] = [median(rounds.map((one) => one.read)), median(rounds.map((one) => one.import))];
    const detail = `${read.toFixed(1)} s reading, ${imported.toFixed(1)} s importing`;
    record({ table: 'importTime', workload, aim: AIM, values: [read + imported], detail });
  }
  for (const [workload, rounds] of measured)
    record({ table: 'importMemory', workload, aim: AIM, values: [median(rounds.map((one) => one.growth))] });
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measure(process.argv[2]!)));
