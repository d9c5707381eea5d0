/**
 * Time and memory of importing networks of real sizes: `npx node tests/bench/import-size.ts [write FOLDER]`. Each import runs in
 * a process of its own, on a file written before; `write` only writes the files. Aim: ≤ 3 s, and peak memory ≤ the weights' size three times.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBytes, type TestModel } from '../support/onnx-graph.ts';
import { resNet50, resNet56, visionTransformer } from '../support/large-models.ts';

const MODELS: Readonly<Record<string, () => TestModel>> = {
  'resnet50.onnx': resNet50,
  'vit-b.onnx': () => visionTransformer(),
  'resnet56.onnx': resNet56,
};

/** Peak resident memory of this process (Linux; elsewhere what is resident now). `maxRSS` would include the parent's. */
function peakBytes(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // No such file: not Linux.
  }
  return process.memoryUsage.rss();
}

/** Imports one file and prints its figures: run in a fresh process. */
async function measure(file: string): Promise<void> {
  const { importNetwork, readModel } = await import('../../src-main/onnx/index.ts');
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const model = await readModel(file);
  const read = performance.now();
  const { network } = importNetwork(model);
  const end = performance.now();
  const peak = peakBytes();
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const weights = statSync(file).size;
  console.log(
    `${file}: ${network.nodes.length} nodes, read ${(read - start).toFixed(0)} ms, import ${(end - read).toFixed(0)} ms, ` +
      `weights ${megabytes(weights)}, peak growth ${megabytes(peak - before)} (${((peak - before) / weights).toFixed(2)} times)`,
  );
}

const [command, argument] = process.argv.slice(2);
if (command === 'measure' && argument !== undefined) {
  await measure(argument);
} else {
  const folder = command === 'write' && argument !== undefined ? argument : mkdtempSync(join(tmpdir(), 'spikeloom-bench-'));
  try {
    for (const [name, make] of Object.entries(MODELS)) writeFileSync(join(folder, name), onnxBytes(make()));
    if (command !== 'write') {
      for (const name of Object.keys(MODELS)) {
        spawnSync(process.execPath, [import.meta.filename, 'measure', join(folder, name)], { stdio: 'inherit' });
      }
    }
  } finally {
    if (command !== 'write') rmSync(folder, { recursive: true, force: true });
  }
}
