/** Peak memory of `evaluate` with the images' number: the command, its job and their workers together. */
import { copyFile, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryWatch } from './process-memory.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, spikeloom, TEST_IMAGES } from './spikeloom.ts';

const STEPS = '4';
/** MB. */
const AIM = 600;

/** A folder of classes with every test image `times` over, as links. */
async function repeated(folder: string, times: number): Promise<string> {
  for (const name of await readdir(TEST_IMAGES)) {
    await mkdir(join(folder, name), { recursive: true });
    for (const image of await readdir(join(TEST_IMAGES, name))) {
      for (let time = 0; time < times; time++)
        await symlink(join(TEST_IMAGES, name, image), join(folder, name, `${time}-${image}`));
    }
  }
  return folder;
}

/** `folder`: where files may be written. */
export async function evaluationTable(record: Recorder, folder: string): Promise<void> {
  const converted = join(folder, 'converted.spikeloom');
  const model = join(EXAMPLES, 'resnet20-cifar10.onnx');
  await spikeloom(['convert', model, '--calibration', `${CALIBRATION}@0:100`, '--steps', STEPS, '--out', converted, '--json']);
  for (const times of [1, 10]) {
    const project = join(folder, `project-${times}.spikeloom`);
    await copyFile(converted, project);
    const images = await repeated(join(folder, `images-${times}`), times);
    const memory = memoryWatch();
    const began = performance.now();
    const output = await spikeloom(['evaluate', project, '--dataset', images, '--json'], memory.watch);
    const seconds = (performance.now() - began) / 1000;
    const { samples } = (JSON.parse(output) as { settings: { dataset: { samples: number } } }).settings.dataset;
    const peak = memory.peak();
    if (peak === undefined) {
      process.stderr.write('Memory of an evaluation was not measured: the memory of processes is known on Linux only.\n');
      return;
    }
    const detail = `${seconds.toFixed(1)} s, ${(samples / seconds).toFixed(0)} images a second`;
    record({ table: 'evaluation', workload: `${samples} images`, aim: AIM, values: [peak / 2 ** 20], detail });
  }
}
