/** Time against the float network: one `spikeloom bench` a network, both networks measured in turn with the same cores. */
import { resNet50, resNet56 } from '../support/large-models.ts';
import { onnxBytes, type TestModel } from '../support/onnx-graph.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { milliseconds } from './markdown.ts';
import type { Recorder } from './results.ts';
import { bench, type BenchRow, example } from './spikeloom.ts';

const table = 'speed';

/** A network with random weights, in a file. */
async function written(folder: string, name: string, model: TestModel): Promise<Pick<BenchRow, 'name' | 'model'>> {
  const file = join(folder, `${name}.onnx`);
  await writeFile(file, onnxBytes(model));
  return { name: `${name} (random weights)`, model: file };
}

/** `folder`: where networks may be written. */
export async function speedTable(record: Recorder, folder: string): Promise<void> {
  const resnet56 = { ...(await written(folder, 'resnet56', resNet56())), steps: 8, batch: 64 };
  const resnet50 = { ...(await written(folder, 'resnet50', resNet50())), steps: 4, batch: 4 };
  await network(record, example('resnet20', 8, 64), 1.25);
  await network(record, resnet56, 1.25);
  await network(record, example('vgg-small', 8, 64), 1.25);
  await network(record, example('vit-small', 8, 64), 1.6);
  await network(record, { ...resnet50, name: `${resnet50.name}, 224 × 224` }, 1.5);
  const steps = [1, 2, 4, 8, 16, 32];
  const batches = [1, 16, 64, 256];
  await series(
    record,
    `resnet20, B = 64, T = ${steps.join(' / ')}`,
    steps.map((T) => example('resnet20', T, 64)),
  );
  await series(
    record,
    `resnet20, T = 8, B = ${batches.join(' / ')}`,
    batches.map((B) => example('resnet20', 8, B)),
  );
}

async function network(record: Recorder, row: BenchRow, aim: number): Promise<void> {
  const { ann_ms, snn_ms, ratio, peak_rss_mb } = await bench(row);
  const detail = `${milliseconds(ann_ms)} and ${milliseconds(snn_ms)} ms a batch, peak ${peak_rss_mb.toFixed(0)} MB`;
  record({ table, workload: `${row.name}, T = ${row.steps}, B = ${row.batch}`, aim, values: [ratio], detail });
}

async function series(record: Recorder, workload: string, rows: readonly BenchRow[]): Promise<void> {
  const values: number[] = [];
  const times: string[] = [];
  for (const row of rows) {
    const { snn_ms, ratio } = await bench(row);
    values.push(ratio);
    times.push(milliseconds(snn_ms));
  }
  record({ table, workload, values, detail: `spiking network ${times.join(' / ')} ms a batch` });
}
