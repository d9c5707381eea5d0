/**
 * Forecasts of searches beside the searches themselves, for each example: time, plans and memory, and their ratios, which
 * should be within 0.7 and 1.3. It prints lines and records nothing: a ratio says nothing of a machine that is busy with other work.
 */
import { join } from 'node:path';
import { memoryWatch } from './process-memory.ts';
import { CALIBRATION, EXAMPLES, spikeloom, TEST_IMAGES } from './spikeloom.ts';

/** Searches that end after a while because of their number of plans, so that their time is their own. */
const SEARCHES = [
  { network: 'resnet20', images: 400, plans: 200 },
  { network: 'vgg-small', images: 200, plans: 100 },
  { network: 'vit-small', images: 200, plans: 60 },
] as const;

/** The output of `tune --forecast --json`, as far as it is used. */
interface Forecast {
  readonly trials: number;
  readonly ms: number;
  readonly memory: number;
  readonly measuredMs: number;
}

/** `folder`: where files may be written. */
export async function forecastLines(folder: string): Promise<void> {
  for (const { network, images, plans } of SEARCHES) {
    const project = join(folder, `forecast-${network}.spikeloom`);
    await spikeloom([
      ...['convert', join(EXAMPLES, `${network}-cifar10.onnx`), '--calibration', `${CALIBRATION}@0:200`],
      ...['--out', project, '--json'],
    ]);
    const search = [
      ...['tune', project, '--dataset', `${TEST_IMAGES}@0:${images}`, '--budget', 'accuracy-drop<=1'],
      ...['--trials', String(plans), '--json'],
    ];
    const forecast = JSON.parse(await spikeloom([...search, '--forecast'])) as Forecast;
    const memory = memoryWatch();
    const began = performance.now();
    const { trials } = JSON.parse(await spikeloom(search, memory.watch)) as { readonly trials: number };
    const ms = performance.now() - began;
    const peak = memory.peak();
    const rows = [
      ['time', forecast.ms / 1000, ms / 1000, 's'],
      ['plans', forecast.trials, trials, ''],
      ...(peak === undefined ? [] : [['memory', forecast.memory / 2 ** 20, peak / 2 ** 20, ' MB'] as const]),
    ] as const;
    const words = rows.map(
      ([name, said, was, unit]) => `${name} ${said.toFixed(0)}${unit} of ${was.toFixed(0)}${unit} (${(said / was).toFixed(2)})`,
    );
    const measured = `forecast measured in ${(forecast.measuredMs / 1000).toFixed(0)} s`;
    process.stdout.write(`${network}, ${images} images, at most ${plans} plans: ${words.join(', ')}; ${measured}\n`);
  }
}
