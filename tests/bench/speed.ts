/** Speed tables: one `spikeloom bench` a row, spiking and float network measured in turn with the same cores. */
import { resNet50, resNet56 } from '../support/large-models.ts';
import { onnxBytes, type TestModel } from '../support/onnx-graph.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { milliseconds, table } from './markdown.ts';
import { bench, type BenchRow, example } from './spikeloom.ts';

const HEAD = ['network', 'T', 'B', 'float ms', 'spiking ms', 'ms per step', 'ratio to T · float', 'peak MB'];

async function rows(title: string, wanted: readonly BenchRow[]): Promise<void> {
  const row = table(title, HEAD);
  for (const one of wanted) {
    const { ann_ms, snn_ms, ratio, peak_rss_mb } = await bench(one);
    const times = [ann_ms, snn_ms, snn_ms / one.steps].map(milliseconds);
    row([one.name, String(one.steps), String(one.batch), ...times, ratio.toFixed(2), peak_rss_mb.toFixed(0)]);
  }
}

/** A network with random weights in a file. */
async function written(
  folder: string,
  name: string,
  model: TestModel,
): Promise<{ readonly name: string; readonly model: string }> {
  const file = join(folder, `${name}.onnx`);
  await writeFile(file, onnxBytes(model));
  return { name: `${name} (random weights)`, model: file };
}

/** All speed tables. `folder`: where networks may be written. */
export async function speedTables(folder: string): Promise<void> {
  await rows('Against the float network: T = 8, n = 8, differential, B = 64', [
    example('resnet20', 8, 64),
    { ...(await written(folder, 'resnet56', resNet56())), steps: 8, batch: 64 },
    example('vgg-small', 8, 64),
    example('vit-small', 8, 64),
  ]);
  await rows(
    'Over time steps',
    [1, 2, 4, 8, 16, 32].map((steps) => example('resnet20', steps, 64)),
  );
  await rows(
    'Over the batch',
    [1, 16, 64, 256].map((batch) => example('resnet20', 8, batch)),
  );
  await rows('At 224 × 224', [{ ...(await written(folder, 'resnet50', resNet50())), steps: 4, batch: 4 }]);
}
