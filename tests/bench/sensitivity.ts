/** Time of a sensitivity table against running every changed network from the start, with the same images and cores. */
import { join } from 'node:path';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, runFile, spikeloom } from './spikeloom.ts';

/** Images: enough for batches that keep the cores busy. */
const SAMPLES = 200;
const AIM = 0.6;

/** What sensitivity-cost.ts prints. */
interface Cost {
  readonly candidates: number;
  readonly table_ms: number;
  readonly start_ms: number;
  readonly sessions_ms: number;
  readonly shared: number;
}

/** `folder`: where files may be written. */
export async function sensitivityTables(record: Recorder, folder: string): Promise<void> {
  for (const name of ['resnet20', 'vit-small']) {
    const project = join(folder, `sensitivity-${name}.spikeloom`);
    await spikeloom([
      ...['convert', join(EXAMPLES, `${name}-cifar10.onnx`), '--calibration', `${CALIBRATION}@0:100`],
      ...['--out', project, '--json'],
    ]);
    const cost = JSON.parse(await runFile('tests/bench/sensitivity-cost.ts', [project, String(SAMPLES)])) as Cost;
    const { candidates, table_ms, start_ms, sessions_ms, shared } = cost;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
    record({
      table: 'sensitivity',
      workload: `${name}, T = 8, ${SAMPLES} images`,
      aim: AIM,
      values: [table_ms / (start_ms + sessions_ms)],
      detail: `${candidates} changes: ${seconds(table_ms)}, from the start ${seconds(start_ms)} for runs and ${seconds(sessions_ms)} for sessions; ${(table_ms / start_ms).toFixed(2)} of the runs alone; ${(100 * shared).toFixed(0)} % of operations shared`,
    });
  }
}
