/** What `tune` finds for the examples: how much less the best plan costs than the best published setting, and than the network in 8-bit integers. */
import { join } from 'node:path';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, spikeloom, TEST_IMAGES } from './spikeloom.ts';

/** One search. */
interface Search {
  readonly network: string;
  readonly points: number;
  readonly model: 'paper-ratio' | 'full-ledger';
}

/** What `tune --json` prints, as far as it is used. */
interface Tuned {
  readonly best: Plan | null;
  readonly baselines: readonly Plan[];
  readonly versus: readonly { readonly energy_share: number; readonly verdict: string }[];
  readonly trials: number;
}

interface Plan {
  readonly numbers: string;
  readonly steps: number;
  readonly holdout: {
    readonly samples: number;
    readonly accuracy: number;
    readonly float_accuracy: number;
    readonly int8_ratio: number | null;
  };
}

const LESS_THAN_PUBLISHED = 0.75;
const LESS_THAN_INT8 = 1;
const TIME = '10m';

/** ResNet-20 within the time that the aim allows: ten minutes. */
export const tuneTable = (record: Recorder, folder: string): Promise<void> =>
  searches(record, folder, [{ network: 'resnet20', points: 0.3, model: 'paper-ratio' }]);

/** The other examples by the paper's ratio, and both networks of convolutions against the network in 8-bit integers: ten minutes each. */
export const otherTuneTables = (record: Recorder, folder: string): Promise<void> =>
  searches(record, folder, [
    { network: 'vgg-small', points: 0.3, model: 'paper-ratio' },
    { network: 'vit-small', points: 0.3, model: 'paper-ratio' },
    { network: 'resnet20', points: 1, model: 'full-ledger' },
    { network: 'vgg-small', points: 1, model: 'full-ledger' },
  ]);

async function searches(record: Recorder, folder: string, all: readonly Search[]): Promise<void> {
  for (const { network, points, model } of all) {
    const project = join(folder, `tune-${network}-${model}.spikeloom`);
    await spikeloom([
      ...['convert', join(EXAMPLES, `${network}-cifar10.onnx`), '--calibration', `${CALIBRATION}@0:500`],
      ...['--out', project, '--json'],
    ]);
    const began = performance.now();
    const printed = await spikeloom([
      ...['tune', project, '--dataset', TEST_IMAGES, '--budget', `accuracy-drop<=${points}`, '--energy-model', model],
      ...['--time', TIME, '--trials', '100000', '--json'],
    ]);
    const seconds = (performance.now() - began) / 1000;
    const { best, baselines, versus, trials } = JSON.parse(printed) as Tuned;
    if (!best) throw new Error(`${network}: no plan within ${points} points under ${model}`);
    const isLedger = model === 'full-ledger';
    const { accuracy, float_accuracy: float, samples, int8_ratio: int8 } = best.holdout;
    const right = (share: number): string => `${(100 * share).toFixed(1)} %`;
    record({
      table: 'tune',
      workload: `${network}, at most ${points} points lost, ${isLedger ? 'in full over int8' : 'paper’s ratio over published'}, ${samples} images held out`,
      aim: isLedger ? LESS_THAN_INT8 : LESS_THAN_PUBLISHED,
      values: [isLedger ? int8! : versus[0]!.energy_share],
      detail: [
        `${right(accuracy)} right of ${right(float)}, published ${right(baselines[0]!.holdout.accuracy)}`,
        `${best.steps} steps, ${best.numbers}, ${versus[0]!.verdict}`,
        `${trials} plans in ${seconds.toFixed(0)} s`,
      ].join('; '),
    });
  }
}
