/**
 * The folder that bad input is tried in: a small classifier, samples for it, a project of it; and the commands as calls of services,
 * or of what stands in for them: the same input given to a host.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { mergeShards } from '../../src-main/services/run/merge-shards.ts';
import type { ServiceContext } from '../../src-main/services/progress.ts';
import { renderProjectReport } from '../../src-main/services/report/render-project-report.ts';
import { simulateModel } from '../../src-main/services/run/simulate-model.ts';
import type { PlanOptions } from '../../src-shared/plan/index.ts';

const root = mkdtempSync(join(tmpdir(), 'spikeloom-bad-input-'));

export const BENCH = root;
export const at = (name: string): string => join(root, name);
const CONTEXT: ServiceContext = { signal: new AbortController().signal };

/** Writes a file, its folders too, and returns its path. */
export function write(name: string, content: Uint8Array | string): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
  return at(name);
}

/** Removes the folder. */
export const removeBench = (): void => rmSync(root, { recursive: true, force: true });
// A program that only lists the tests makes it too.
process.once('exit', removeBench);

/** What carries the commands out. */
export interface Performer {
  readonly convert: typeof convertModel;
  readonly simulate: typeof simulateModel;
  readonly evaluate: typeof evaluateProject;
  readonly report: typeof renderProjectReport;
  readonly merge: typeof mergeShards;
}

const SERVICES: Performer = {
  convert: convertModel,
  simulate: simulateModel,
  evaluate: evaluateProject,
  report: renderProjectReport,
  merge: mergeShards,
};
let performer = SERVICES;

/** Does `work` with another performer of the commands. */
export async function performedBy<T>(other: Performer, work: () => Promise<T>): Promise<T> {
  performer = other;
  try {
    return await work();
  } finally {
    performer = SERVICES;
  }
}

interface ConvertOptions {
  readonly calibration?: string | undefined;
  readonly plan?: string;
  readonly options?: PlanOptions;
  readonly input?: string;
  readonly preprocess?: string;
  readonly out?: string;
  readonly skipBad?: boolean;
}

const nameOf = (name: string | undefined): string | undefined => (name === undefined ? undefined : at(name));

const modelRequest = (model: string, change: ConvertOptions) => ({
  model: at(model),
  engine: 'reference' as const,
  input: change.input,
  preprocess: nameOf(change.preprocess),
  plan: { options: { steps: 2, ...change.options }, file: nameOf(change.plan) },
  calibration: { source: at(change.calibration ?? 'samples.npy'), batch: 32, skipBad: change.skipBad },
});

/** `convert MODEL --calibration samples.npy --out out/p.spikeloom`, with changes; names are of files in the bench. */
export const convert = (model: string, change: ConvertOptions = {}) => {
  const { calibration, ...request } = modelRequest(model, change);
  // Named and undefined: none is given.
  const source = 'calibration' in change && change.calibration === undefined ? undefined : calibration.source;
  const out = at(change.out ?? 'out/p.spikeloom');
  return performer.convert({ ...request, calibration: { ...calibration, source }, out }, CONTEXT);
};

interface SimulateOptions extends ConvertOptions {
  readonly labels?: string;
}

/** `simulate MODEL --inputs INPUTS --calibration samples.npy --out out/results`, with changes. */
export const simulate = (inputs: string, change: SimulateOptions = {}, model = 'model.onnx') => {
  const { labels, skipBad, out = 'out/results' } = change;
  const request = { inputs: at(inputs), out: at(out), labels: nameOf(labels), skipBad, batch: 100 };
  return performer.simulate({ ...modelRequest(model, change), ...request }, CONTEXT);
};

/** `simulate PROJECT --inputs samples.npy --out out/results`. */
export const simulateProject = (project: string, options: PlanOptions = {}) =>
  performer.simulate(
    {
      model: at(project),
      engine: 'reference',
      plan: { options },
      calibration: { batch: 32 },
      inputs: at('samples.npy'),
      out: at('out/results'),
      batch: 100,
    },
    CONTEXT,
  );

/** `evaluate PROJECT --dataset DATASET`. */
export const evaluate = (project: string, dataset = 'samples.npy') =>
  performer.evaluate({ project: at(project), dataset: at(dataset), batch: 2, engine: 'reference' }, CONTEXT);

/** `report PROJECT --out OUT`. */
export const report = (project: string, out = 'out/r.html') => performer.report({ project: at(project), out: at(out) });

/** `merge PART`. */
export const merge = (part: string) => performer.merge({ parts: [at(part)] }, CONTEXT);
