/**
 * `export --format capsule`: writes the newest finished run of a project as a capsule, from which `reproduce` computes the same figures
 * elsewhere (docs/export.md). The same project gives the same bytes.
 */
import { basename, dirname, relative, sep } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { CAPSULE, type Capsule, capsuleSchema, type capsuleThresholdsSchema } from '../../../src-shared/export/index.ts';
import { type Message, onCommandLine, option, say } from '../../../src-shared/message/index.ts';
import { formatPlan, parsePlan, type Plan } from '../../../src-shared/plan/index.ts';
import type { z } from 'zod';
import { readUserFile } from '../../files/user-file.ts';
import {
  type CalibrationRecord,
  type ModelRecord,
  openProject,
  type PlanRecord,
  type Project,
  type RunRecord,
} from '../../project/index.ts';
import { listed } from '../export/manifest.ts';
import { openPackageFolder } from '../export/package-folder.ts';
import { identifyModel, loadModel, type ModelIdentity } from '../model/load-model.ts';
import { type ModelSettings, readModelSettings, writeModelSettings } from '../model/model-settings.ts';
import { openDataset } from '../model/samples.ts';
import type { ServiceContext } from '../progress.ts';
import { findModel } from '../project/open-project-network.ts';
import { mayLookAt } from '../project/remote-path.ts';
import { commandLines } from './command-lines.ts';
import { dataDigest } from './data-digest.ts';
import { ranWith } from './run-settings.ts';
import { versionsHere } from './versions.ts';

export interface CapsuleRequest {
  readonly project: string;
  readonly out: string;
  readonly zip?: boolean | undefined;
  readonly force?: boolean | undefined;
}

export interface CapsuleResult {
  readonly path: string;
  readonly bytes: number;
  readonly capsule: Capsule;
  readonly notes: readonly Message[];
}

/** A model whose files are larger together is not copied into the capsule. */
const MOST_MODEL_BYTES = 2 ** 28;

/**
 * Writes a capsule. Throws `run.missing` if the project has no finished run, `output.exists`, `output.unwritable`, and
 * `project.missing` if the model's file is gone or has changed. `most`: bytes of a model that is copied.
 */
export async function exportCapsule(
  { project: path, out, zip = false, force = false }: CapsuleRequest,
  { signal }: ServiceContext,
  most = MOST_MODEL_BYTES,
): Promise<CapsuleResult> {
  using project = openProject(path, { readOnly: true });
  const state = stateOf(project);
  await using folder = await openPackageFolder({ out, zip, force });
  const file = await findModel(state.model, project.path);
  const identity = await identifyModel(file);
  const notes: Message[] = [];
  const files = new Map<string, Uint8Array>();
  if (identity.bytes <= most) for (const [name, content] of await modelFiles(identity)) files.set(name, content);
  else
    notes.push(
      say`The model is not in the capsule, since it has ${identity.bytes} bytes; ${option('model')} names it for reproduce.`,
    );
  const sha256 = await digestOfData(file, state, signal, notes);
  const capsule = capsuleOf(state, file, identity, sha256, files.size > 0);
  files.set('plan.json', Buffer.from(`${formatPlan(state.plan)}\n`));
  files.set('thresholds.json', Buffer.from(`${JSON.stringify(thresholdsIn(state.calibration), null, 1)}\n`));
  files.set('README.md', Buffer.from(readme(capsule)));
  const whole = capsuleSchema.parse({ ...capsule, files: listed(files) });
  files.set('manifest.json', Buffer.from(`${JSON.stringify(whole, null, 2)}\n`));
  for (const [name, content] of files) {
    signal.throwIfAborted();
    await folder.write(name, content);
  }
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return { path: await folder.commit(), bytes, capsule: whole, notes };
}

/** The newest finished run with everything that it ran with. */
interface State {
  readonly run: RunRecord & { readonly report: NonNullable<RunRecord['report']> };
  readonly planRecord: PlanRecord;
  readonly plan: Plan;
  readonly calibration: CalibrationRecord;
  readonly model: ModelRecord;
  /** With the preprocessing of the run. */
  readonly settings: ModelSettings;
  readonly ran: ReturnType<typeof ranWith> & object;
}

function stateOf(project: Project): State {
  for (const run of project.runs().toReversed()) {
    const ran = ranWith(run.settings);
    const planRecord = project.plan(run.plan);
    const calibration = run.calibration === null ? undefined : project.calibration(run.calibration);
    const model = planRecord && project.model(planRecord.model);
    const settings = model && readModelSettings(model.preprocess);
    if (!run.report || !ran || !planRecord || !calibration || !model || !settings) continue;
    const plan = parsePlan(planRecord.json, project.path);
    const own = { ...settings, preprocess: ran.preprocess };
    return { run: { ...run, report: run.report }, planRecord, plan, calibration, model, settings: own, ran };
  }
  const message = `${project.path} has no finished run with floating-point numbers to reproduce; evaluate it on samples first`;
  throw new SpikeloomError('run.missing', message, { at: { file: project.path } });
}

/** The files of a model by their path in the capsule: its own first. */
export async function modelFiles({ files }: ModelIdentity, most = MOST_MODEL_BYTES): Promise<[string, Uint8Array][]> {
  const root = dirname(files[0]!);
  const nameOf = (file: string): string => `model/${relative(root, file).split(sep).join('/')}`;
  return Promise.all(files.map(async (file): Promise<[string, Uint8Array]> => [nameOf(file), await readUserFile(file, most)]));
}

/** The digest of all samples of the run; null with a note if they are not there, or are not those of the run. */
async function digestOfData(
  file: string,
  { run, settings, ran }: State,
  signal: AbortSignal,
  notes: Message[],
): Promise<string | null> {
  const without = (why: Message): null => {
    notes.push(say`The capsule has no digest of all samples: ${why}.`);
    return null;
  };
  if (!mayLookAt(run.dataset)) return without(say`${run.dataset} is on another computer`);
  try {
    const { placed } = await loadModel(file, settings);
    const { labels, skipBad, limit } = ran;
    const source = await openDataset(run.dataset, placed, settings.preprocess, { labels, skipBad, limit });
    const found = await dataDigest(source, signal);
    return found.fingerprint === ran.data ? found.sha256 : without(say`${run.dataset} has changed since the run`);
  } catch (error) {
    if (!(error instanceof SpikeloomError) || error.code === 'cancelled') throw error;
    return without(error.sentence);
  }
}

function capsuleOf(
  state: State,
  file: string,
  { bytes }: ModelIdentity,
  sha256: string | null,
  hasModel: boolean,
): Omit<Capsule, 'files'> {
  const { run, planRecord, plan, calibration, model, settings, ran } = state;
  const { steps, samples, batch, skipBad, limit, labels } = ran;
  const given = {
    steps,
    samples,
    batch,
    skipBad,
    ...(limit === undefined ? {} : { limit }),
    ...(labels === undefined ? {} : { labels }),
  };
  return {
    spikeloom: packageJson.version,
    format: CAPSULE,
    capsule: 1,
    versions: versionsHere(),
    model: {
      name: run.report.model.name,
      sha256: model.sha256,
      bytes,
      file: hasModel ? `model/${basename(file)}` : null,
      settings: JSON.parse(JSON.stringify(writeModelSettings(settings) ?? null)) as Capsule['model']['settings'],
    },
    plan: { version: planRecord.id, plan: JSON.parse(formatPlan(plan)) as Capsule['plan']['plan'] },
    calibration: { source: calibration.source, samples: calibration.samples, batch: calibration.batch },
    run: {
      engine: run.engine,
      dataset: run.dataset,
      settings: given,
      data: { fingerprint: ran.data, sha256 },
      report: run.report,
    },
    commands: commandLines({
      model: basename(file),
      settings,
      calibration,
      run: { ...given, engine: run.engine, dataset: run.dataset },
    }),
  };
}

/** Thresholds as a file keeps them. */
export const thresholdsIn = ({ layers }: Pick<CalibrationRecord, 'layers'>): z.infer<typeof capsuleThresholdsSchema> =>
  layers.map(({ layer, level, thresholds: { shape, values }, meanError, unsolved, silent }) => ({
    ...{ layer, level, shape: [...shape], values: [...values] },
    ...(meanError && { mean_error: [...meanError.values] }),
    ...{ unsolved: [...unsolved], silent: [...silent] },
  }));

const readme = ({ model, run, versions, spikeloom, commands }: Omit<Capsule, 'files'>): string =>
  `${[
    `# A run of ${model.name || 'a network'}`,
    `Everything that decides its figures: the model${model.file === null ? "'s digest" : ''}, the plan, the thresholds, the digest of the samples. \`manifest.json\` also has the figures.`,
    '',
    '```',
    onCommandLine(
      say`spikeloom reproduce . ${model.file === null ? say`${option('model', 'MODEL.onnx')} ` : ''}${option('dataset', 'SRC')}`,
    ),
    '```',
    `computes them again with the ${run.engine} engine, and compares them bit by bit. \`SRC\` is a copy of \`${run.dataset}\`, ${run.settings.samples} samples.`,
    '',
    `Written by Spikeloom ${spikeloom} on Node ${versions.node} (${versions.platform}) with ONNX Runtime ${versions.onnxruntime}. The same from the original files:`,
    '```',
    ...commands,
    '```',
  ].join('\n')}\n`;
