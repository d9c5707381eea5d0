/**
 * `reproduce`: computes the figures of a capsule again, and compares them bit by bit. If they differ, or could, it names what is not
 * the same: version, engine, samples.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { isEngineId } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Capsule, Reproduction } from '../../../src-shared/export/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { formatPlan } from '../../../src-shared/plan/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { createProject } from '../../project/index.ts';
import { identifyModel, loadModel } from '../model/load-model.ts';
import { writeModelSettings } from '../model/model-settings.ts';
import { openDataset } from '../model/samples.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import type { ServiceContext } from '../progress.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import { compareFigures } from './compare-figures.ts';
import { dataDigest } from './data-digest.ts';
import { readCapsule, type ReadCapsule } from './read-capsule.ts';
import { versionsHere } from './versions.ts';

export interface ReproduceRequest {
  /** Folder of the capsule. */
  readonly capsule: string;
  /** The model, if the capsule has only its digest. */
  readonly model?: string | undefined;
  /** Samples and labels, where they are not at the recorded place. */
  readonly dataset?: string | undefined;
  readonly labels?: string | undefined;
  /** Another engine than that of the run. */
  readonly engine?: string | undefined;
  readonly threads?: number | undefined;
}

type Changed = Reproduction['changed'][number];

export interface ReproduceResult extends Reproduction {
  readonly report: RunReport;
}

/**
 * Reproduces a capsule. Throws `capsule.damaged` if it is not whole or its model is not the recorded one, `dataset.not-found` if the
 * samples are not there, and passes on the errors of evaluating.
 */
export async function reproduce(request: ReproduceRequest, context: ServiceContext): Promise<ReproduceResult> {
  const read = await readCapsule(request.capsule);
  const { capsule } = read;
  const engine = request.engine ?? capsule.run.engine;
  if (!isEngineId(engine)) {
    const message = say`The run of ${request.capsule} used the engine ${engine}, which this version does not have; choose another with ${option('engine')}.`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'engine' } });
  }
  const model = await modelOf(request, read);
  const { settings: ran, data } = capsule.run;
  const dataset = request.dataset ?? capsule.run.dataset;
  // A capsule may come from a stranger.
  if (request.dataset === undefined) requireNearSamples(dataset);
  const labels = request.labels ?? (request.dataset === undefined ? ran.labels : undefined);
  const { skipBad, limit, batch } = ran;
  const samples = { dataset, labels, skipBad, limit };
  const found = await digestHere(model, read, samples, context.signal).catch((error: unknown) => {
    throw request.dataset === undefined ? withWayOut(error, request.capsule) : error;
  });

  const folder = await mkdtemp(join(tmpdir(), 'spikeloom-reproduce-'));
  try {
    const project = join(folder, 'reproduced.spikeloom');
    writeProject(project, model, read);
    const { threads } = request;
    const { report } = await evaluateProject({ project, engine, threads, batch, ...samples }, context);
    const figures = compareFigures(capsule.run.report, report);
    return {
      same: figures.differences.length === 0,
      changed: changesOf(capsule, { engine, count: found.count, fingerprint: found.fingerprint, sha256: found.sha256, data }),
      ...figures,
      report,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The model of a capsule, checked against its digest. */
async function modelOf({ capsule: path, model: given }: ReproduceRequest, { capsule, model }: ReadCapsule): Promise<string> {
  const file = given ?? model;
  if (file === undefined) {
    const message = say`${path} has only the digest of its model; name the model's file with ${option('model', 'MODEL.onnx')}`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'model' } });
  }
  const { sha256 } = await identifyModel(file);
  if (sha256 === capsule.model.sha256) return file;
  const message = `${file} is not the model of ${path}: it has the SHA-256 ${sha256}, and that of the run is ${capsule.model.sha256}.`;
  throw new SpikeloomError('capsule.damaged', message, { at: { file } });
}

interface SamplesHere {
  readonly dataset: string;
  readonly labels: string | undefined;
  readonly skipBad: boolean;
  readonly limit: number | undefined;
}

async function digestHere(model: string, { settings }: ReadCapsule, { dataset, ...options }: SamplesHere, signal: AbortSignal) {
  const { placed } = await loadModel(model, settings);
  const source = await openDataset(dataset, placed, settings.preprocess, options);
  return { count: source.count, ...(await dataDigest(source, signal)) };
}

function withWayOut(error: unknown, capsule: string): unknown {
  if (!(error instanceof SpikeloomError) || error.code !== 'dataset.not-found') return error;
  const message = say`The samples of ${capsule} are not at the place that the run named; name a copy with ${option('dataset', 'SRC')}. ${error.sentence}`;
  return new SpikeloomError('dataset.not-found', message, { at: { option: 'dataset' }, cause: error });
}

/** A project with the model, the plan and the thresholds of a capsule. */
function writeProject(path: string, model: string, { capsule, plan, layers, settings }: ReadCapsule): void {
  const at = new Date().toISOString();
  const { sha256, bytes: size } = capsule.model;
  createProject(path, (project) => {
    const id = project.saveModel({ sha256, size, path: model, preprocess: writeModelSettings(settings), at });
    const version = project.savePlan({ model: id, message: 'reproduced', json: formatPlan(plan), at });
    project.saveCalibration({ plan: version, ...capsule.calibration, layers, at });
  });
}

interface Here {
  readonly engine: string;
  readonly count: number;
  readonly fingerprint: string;
  readonly sha256: string;
  readonly data: Capsule['run']['data'];
}

function changesOf({ spikeloom, versions, run }: Capsule, { engine, count, fingerprint, sha256, data }: Here): Changed[] {
  const here = versionsHere();
  const pairs: [Changed['what'], string, string][] = [
    ['version', spikeloom, packageJson.version],
    ['node', versions.node, here.node],
    ['onnxruntime', versions.onnxruntime, here.onnxruntime],
    ['platform', versions.platform, here.platform],
    ['engine', run.engine, engine],
    ['samples', String(run.settings.samples), String(count)],
    data.sha256 === null ? ['data', data.fingerprint, fingerprint] : ['data', data.sha256, sha256],
  ];
  return pairs.flatMap(([what, recorded, now]) => (recorded === now ? [] : [{ what, recorded, now }]));
}
