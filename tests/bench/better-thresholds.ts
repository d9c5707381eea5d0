/**
 * `npm run bench:thresholds -- [MODEL …] [--images N]` measures the options of docs/thresholds.md, "Better thresholds", on the examples, and
 * prints a table for each: accuracy, agreement with the float network and the paper's energy ratio for 1, 2, 4 and 8 steps and 2, 4 and 8
 * thresholds. It calibrates once; the thresholds of every plan follow from the statistics of that pass.
 */
import { join } from 'node:path';
import { calibrate, siteThresholds } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { batches, loadPreprocess, openSource } from '../../src-main/dataset/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { thresholdSignature } from '../../src-shared/calibration/index.ts';
import { firingRates, paperRatio } from '../../src-shared/energy/index.ts';
import { createEvaluation } from '../../src-shared/metrics/index.ts';
import type { PartialSettings, Plan } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { CALIBRATION, EXAMPLES, TEST_IMAGES } from './spikeloom.ts';

const MODELS = ['resnet20', 'vgg-small', 'vit-small'];
const STEPS = [1, 2, 4, 8];
const THRESHOLDS = [2, 4, 8];
const MOST_STEPS = Math.max(...STEPS);
const BATCH = 100;
const CLASSES = 10;
const IMAGES = 200;

/** The rows of a table: settings of every layer. The first is what the others are compared with. */
const OPTIONS: Readonly<Record<string, PartialSettings>> = {
  'plain (percentile 99.9)': {},
  'threshold iteration': { threshold: { method: 'iteration' } },
  measured: { threshold: { method: 'measured' } },
  balanced: { threshold: { method: 'balanced' } },
  'plain, correction': { correction: 'mean' },
  'measured, correction': { threshold: { method: 'measured' }, correction: 'mean' },
  'ms, rate': { coding: 'rate', neuron: 'ms' },
  'ms, rate, at most 2 spikes': { coding: 'rate', neuron: 'ms', mostSpikes: 2 },
  'ms, rate, correction': { coding: 'rate', neuron: 'ms', correction: 'mean' },
  'plain, from θ/2': { initial: 1 / 2 },
  'ms, rate, from 0': { coding: 'rate', neuron: 'ms', initial: 0 },
  'if, rate': { coding: 'rate', neuron: 'if-negative' },
  'if, rate, from 0': { coding: 'rate', neuron: 'if-negative', initial: 0 },
  'ms, rate, measured': { coding: 'rate', neuron: 'ms', threshold: { method: 'measured' } },
};

const args = process.argv.slice(2);
const at = args.indexOf('--images');
const images = at < 0 ? IMAGES : Number(args[at + 1]);
const models = at < 0 ? args : args.toSpliced(at, 2);
for (const model of models.length > 0 ? models : MODELS) process.stdout.write(await tableOf(model));

/** The table of one example, as Markdown. */
async function tableOf(model: string): Promise<string> {
  const { network } = importNetwork(await readModel(join(EXAMPLES, `${model}-cifar10.onnx`)));
  const preprocess = await loadPreprocess(join(EXAMPLES, `${model}-cifar10.json`));
  const options = { inputShape: network.shapes.get(network.input.value)!, preprocess: preprocess.input, classCount: CLASSES };
  const placed = placeNeurons(network);
  const plain = choicesOf(placed, planOf({}, MOST_STEPS));
  const calibration = await openSource(CALIBRATION, { ...options, order: 'round-robin' });
  // All classes alike: the folder has one class after the other.
  const test = await openSource(TEST_IMAGES, { ...options, order: 'round-robin' });
  const calibrated = await calibrate(placed, plain, calibrationBatches(), { steps: MOST_STEPS, engine: cpuEngine });
  const signed = placed.sites.some(({ rule }) => rule === 'signed');
  let floatRight = 0;
  const lines = [
    `| option | n | ${STEPS.map((steps) => `T = ${steps}`).join(' | ')} |\n|---|---|${STEPS.map(() => '---|').join('')}\n`,
  ];
  for (const thresholds of THRESHOLDS) {
    for (const [name, settings] of Object.entries(OPTIONS)) {
      if (signed && settings.threshold?.method === 'iteration') continue;
      // IF neurons have one threshold, so that one row is enough.
      const single = settings.neuron === 'if-negative';
      if (single && thresholds !== THRESHOLDS[0]) continue;
      const cells = await cellsOf({ thresholds, ...settings });
      lines.push(`| ${name} | ${single ? 1 : thresholds} | ${cells.join(' | ')} |\n`);
      process.stderr.write(lines.at(-1)!);
    }
  }
  const float = `float ${((100 * floatRight) / images).toFixed(1)} % right`;
  const head = `\n${model}, ${images} images, ${float}: right % / same answer as the float network % / paper's energy ratio\n\n`;
  return head + lines.join('');

  /** The cells of one row. Plans whose thresholds do not depend on T give every number of steps in one run. */
  async function cellsOf(settings: PartialSettings): Promise<string[]> {
    const known = new Map<string, string[]>();
    const cells: string[] = [];
    for (const steps of STEPS.toReversed()) {
      const choices = choicesOf(placed, planOf(settings, steps));
      const signature = thresholdSignature({ layers: choices.layers, steps });
      if (!known.has(signature)) {
        const thresholds = placed.sites.map((site) => {
          const { statistics } = calibrated.layers.get(site.name)!;
          return [site.name, siteThresholds(site, choices.layers.get(site.name)!, statistics, steps).thresholds] as const;
        });
        known.set(signature, await run(compile(placed, choices, new Map(thresholds)), steps));
      }
      cells.unshift(known.get(signature)![steps - 1]!);
    }
    return cells;
  }

  /** The figures after each step. */
  async function run(spiking: SpikingNetwork, steps: number): Promise<string[]> {
    await using session = await cpuEngine.prepare(spiking);
    const evaluation = createEvaluation({ steps, classes: CLASSES });
    const operations = new Map(spiking.counted.map((layer) => [layer.name, new Float64Array(steps)]));
    for await (const batch of batches(test, BATCH)) {
      if (batch.from >= images) break;
      const [float] = await session.float(batch.data, batch.count);
      const result = await session.run(batch.data, batch.count, { steps });
      evaluation.add(result.logits[0]!, float!, batch.labels);
      for (const [name, counts] of result.counted) counts.operations.forEach((value, t) => (operations.get(name)![t]! += value));
    }
    const { steps: after } = evaluation.result()!;
    floatRight = evaluation.sums()!.floatCorrect;
    const counted = spiking.counted.map(({ name, dense }) => ({ dense, operations: [...operations.get(name)!] }));
    return firingRates(counted, images, steps).map((rate, t) => {
      const percent = (share: number): string => (share * 100).toFixed(1);
      return `${percent(after[t]!.accuracy!)} / ${percent(after[t]!.agreement)} / ${paperRatio(rate, t + 1).toFixed(2)}`;
    });
  }

  async function* calibrationBatches() {
    for await (const { data, count } of batches(calibration, BATCH)) yield { data, samples: count };
  }
}

function planOf(settings: PartialSettings, steps: number): Plan {
  return { version: 1, steps, defaults: settings, layers: [] };
}
