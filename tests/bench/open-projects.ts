/** How long a window waits for a project with few runs and with many: the call `project.open` in the browser host, in turn. */
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openProject } from '../../src-main/project/index.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { startBrowserProgram } from '../contract/support/browser.ts';
import { testWindow } from '../contract/support/window.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, spikeloom, TEST_IMAGES } from './spikeloom.ts';

const RUNS = [5, 500] as const;
const BATCHES = 10;
const TIMES = 9;

/** A project with this many runs, each a copy of the one that `from` has, with ten of its batches. */
function withRuns(from: string, path: string, runs: number): void {
  copyFileSync(from, path);
  using project = openProject(path);
  const { plan, calibration, engine, dataset, settings, report } = project.latestRun()!;
  const [batch] = project.runBatches(1);
  const at = new Date().toISOString();
  for (let run = 2; run <= runs; run++) {
    const work = { plan, engine, dataset, settings: { ...settings, run }, ...(calibration === null ? {} : { calibration }) };
    const id = project.startRun({ ...work, at });
    for (let position = 0; position < BATCHES; position++) project.addRunBatch(id, { ...batch!, position });
    project.finishRun(id, report!, at);
  }
}

export async function openProjectsTable(record: Recorder, folder: string): Promise<void> {
  const first = join(folder, 'first.spikeloom');
  const model = join(EXAMPLES, 'resnet20-cifar10.onnx');
  await spikeloom(['convert', model, '--calibration', CALIBRATION, '--out', first]);
  await spikeloom(['evaluate', first, '--dataset', `${TEST_IMAGES}@0:100`]);
  const paths = RUNS.map((runs) => join(folder, `${runs}.spikeloom`));
  RUNS.forEach((runs, i) => withRuns(first, paths[i]!, runs));
  const user = join(folder, 'user');
  mkdirSync(user);
  const host = await startBrowserProgram(user);
  const times = RUNS.map((): number[] => []);
  try {
    const window = testWindow(await host.connect());
    for (let round = 0; round <= TIMES; round++) {
      for (const [i, path] of paths.entries()) {
        const began = performance.now();
        await window.call('project.open', { path });
        // The first reads the file from the disk.
        if (round > 0) times[i]!.push(performance.now() - began);
        await window.call('project.close', { path });
      }
    }
    window.close();
  } finally {
    await host.end();
  }
  RUNS.forEach((runs, i) => {
    const size = (statSync(paths[i]!).size / 1e6).toFixed(0);
    record({
      table: 'projects',
      workload: `${runs} runs`,
      values: [median(times[i]!)],
      detail: `least ${Math.min(...times[i]!).toFixed(0)} ms; the file has ${size} MB`,
    });
  });
}
