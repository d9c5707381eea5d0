/** An example network with one layer made worse on purpose: what the list of worst layers says of it, and what its first remedy wins back. */
import { join } from 'node:path';
import { calibrateProject } from '../../src-main/services/calibrate/calibrate-project.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { openProject } from '../../src-main/project/index.ts';
import { EMPTY_PLAN, formatPlan, type PartialSettings, type Plan, setLayers } from '../../src-shared/plan/index.ts';
import { applyRemedy, type RunReport, type WorstLayer, worstLayers } from '../../src-shared/results/index.ts';
import type { TestFolder } from '../support/test-folder.ts';
import { EXAMPLES } from './expected.ts';

const CONTEXT = { signal: new AbortController().signal };
const STEPS = 4;
const SAMPLES = 100;
const PLAN: Plan = { ...EMPTY_PLAN, steps: STEPS };

/** What came of a spoilt layer. Agreements are those with the float network after the last step. */
export interface Mended {
  readonly worst: WorstLayer;
  readonly good: number;
  readonly spoilt: number;
  readonly mended: number;
}

/** A project of an example, with runs of plans. `folder`: for the project. */
export async function spoilableExample(model: string, folder: TestFolder) {
  const out = folder.path(`${model}.spikeloom`);
  const at = (file: string): string => join(EXAMPLES, file);
  const calibration = { source: at('cifar10/calibration'), batch: 100 };
  const request = { model: at(`${model}.onnx`), out, engine: 'cpu', preprocess: at(`${model}.json`), calibration } as const;
  await convertModel({ ...request, plan: { options: { steps: STEPS } } }, CONTEXT);

  async function run(plan: Plan): Promise<RunReport> {
    const version = saved(out, plan);
    await calibrateProject({ project: out, version, engine: 'cpu' }, CONTEXT);
    const work = { project: out, dataset: at('cifar10/test'), batch: SAMPLES, limit: SAMPLES, engine: 'cpu' } as const;
    return (await evaluateProject({ ...work, selfCheck: false }, CONTEXT)).report;
  }

  const good = agreementOf(await run(PLAN));
  return {
    /** Spoils a layer, applies the first remedy, and runs both. Throws an Error if the worst layer has no remedy. */
    async mend(layer: string, settings: PartialSettings): Promise<Mended> {
      const plan = setLayers(PLAN, [layer], settings);
      const report = await run(plan);
      const worst = worstLayers(report)![0]!;
      if (!worst.remedy) throw new Error(`${worst.layer} has no remedy: ${worst.why}`);
      const mended = agreementOf(await run(applyRemedy(plan, worst.remedy)));
      return { worst, good, spoilt: agreementOf(report), mended };
    },
  };
}

const agreementOf = ({ steps }: RunReport): number => steps.at(-1)!.agreement;

function saved(path: string, plan: Plan): number {
  using project = openProject(path);
  const { id, model } = project.latestPlan()!;
  return project.savePlan({
    model,
    parent: id,
    message: 'a plan of a test',
    json: formatPlan(plan),
    at: new Date().toISOString(),
  });
}

/** A way to spoil a layer, with words of the reason that has to be given. */
export type Spoilt = readonly [name: string, settings: PartialSettings, words: string];

/** Ways that spoil each of the examples. */
export const SPOILT: readonly Spoilt[] = [
  ['a twentieth of the scale', { threshold: { scale: 0.05 } }, 'clipped by θ'],
  ['a hundred times the scale', { threshold: { scale: 100 } }, '100 times the statistic'],
  ['one threshold', { thresholds: 1 }, '1 threshold'],
  ['neurons that integrate and fire', { neuron: 'if' }, 'every spike has the same size'],
  ['the median', { threshold: { percentile: 50 } }, '50 % percentile'],
  ['a θ of the plan that is too small', { threshold: { value: 0.01 } }, 'The plan gives θ'],
];

/** The loss in four steps is largest at the first layer of a deep network, whose error all others pass on. */
export const RATE: Spoilt = ['rate coding among differential layers', { coding: 'rate' }, 'rate-coded'];
