/**
 * `export`: writes a package that runs elsewhere (docs/export.md). The package appears complete and proved, or not at all.
 */
import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { messageOf } from '../../../src-shared/errors/index.ts';
import { EXPORT_OPTION_IDS, type ExportOptions, FORMATS, type Manifest } from '../../../src-shared/export/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { checkReadout, readoutFromOf, stepsOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { type ExportedModel, EXPORTERS, identifierOf } from '../../export/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { renderNoRun, renderReport } from '../../report/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { batchFirst, outputLayouts } from '../model/output-layout.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { readOnlyError } from '../project/read-only.ts';
import type { ServiceContext } from '../progress.ts';
import { reportedRun, reportVersions } from '../report/render-project-report.ts';
import type { EngineRequest } from '../run/load-engine.ts';
import { inputRange } from '../run/int8-numbers.ts';
import { arrayNames } from '../run/output-folder.ts';
import { type CalibrationBrief, calibrationBrief } from '../view/calibration-brief.ts';
import { adaptedNetwork, asItIs } from './adapted-network.ts';
import { checkChoices, type GivenOption } from './check-choices.ts';
import { type ExpectedOutputs, expectedOutputs, packageSamples, type PackageSamples } from './expected-outputs.ts';
import { listed, manifestOf, newestRun } from './manifest.ts';
import { measureTarget } from './measure-target.ts';
import { modelCard } from './model-card.ts';
import { openPackageFolder, type PackageFolder } from './package-folder.ts';
import { verifyPackage } from './verify-package.ts';

/** The options of formats are fields of their own; each is checked. */
export interface ExportRequest extends Readonly<Partial<Record<keyof ExportOptions, GivenOption>>> {
  readonly project: string;
  /** Id of the exporter. */
  readonly format: string;
  /** Folder of the package. */
  readonly out: string;
  /** Name of the package, a C identifier; undefined: from the name of the model's file. */
  readonly name?: string | undefined;
  /** T; undefined: that of the plan. */
  readonly steps?: string | number | undefined;
  /** Write an archive instead of a folder. */
  readonly zip?: boolean | undefined;
  /** Replace a package that is there. */
  readonly force?: boolean | undefined;
  /** The plan version to export, brought up to date by this engine if its thresholds are outdated; undefined: that of the newest calibration. */
  readonly plan?: (EngineRequest & { readonly version: number }) | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface ExportResult {
  /** The folder, or the archive. */
  readonly path: string;
  readonly bytes: number;
  readonly manifest: Manifest;
  /** Id of the export in the project; undefined if the project could not be written. */
  readonly id: number | undefined;
  readonly calibration: CalibrationBrief;
  readonly notes: readonly Message[];
}

/**
 * Exports a project. Throws `option.invalid` for a wrong format, name or number of steps, `output.exists`, `output.unwritable`, `export.unsupported`,
 * `export.disagrees` if the written files compute something else, and the errors of opening the project and its samples.
 */
export async function exportProject(request: ExportRequest, context: ServiceContext): Promise<ExportResult> {
  const { zip = false, force = false } = request;
  const wanted = Object.fromEntries(EXPORT_OPTION_IDS.map((id) => [id, request[id]]));
  const { format, options, steps: given } = checkChoices({ ...request, options: wanted });
  const adapts = options['adapt-plan'] === true;
  using project = openProject(request.project, { writer: request.writer });
  if (adapts && project.readOnly !== undefined) throw readOnlyError(project, 'no version of its plan could be added');
  await using folder = await openPackageFolder({ out: request.out, zip, force });
  const exporter = await EXPORTERS[format]();
  const opened = await networkOf(project, request, context);
  const chosen = adapts ? await adaptedNetwork(project, opened, exporter, options, context) : asItIs(opened);
  const { prepared } = chosen;
  const { network: spiking, plan } = prepared;
  const steps = given ?? stepsOf(plan);
  checkReadout(readoutFromOf(plan), steps);
  const name = request.name ?? identifierOf(basename(prepared.model.file, '.onnx'));
  const range = options.weights === 'int8' ? await inputRange(prepared, context, 'weights') : undefined;
  const subject = { spiking, name, steps, version: packageJson.version, inputRange: range };
  const samples = await packageSamples(prepared, context);

  const exported = exporter.write(subject, options);
  context.signal.throwIfAborted();
  const written = packageWriter(folder);
  for (const [path, content] of exported.files) await written.add(path, content);
  const expected = await expectedOutputs(spiking, samples, steps, context);
  const back = await readBack(folder, exported);
  const checked = await verifyPackage({ exporter, subject, options, exported: back, samples, expected }, context);
  const target = exporter.target?.(subject, options);
  const measured = { subject, options, exported: back, prepared, samples, expected, run: newestRun(project, options) };
  const reader = target ? await measureTarget({ target, ...measured }, context) : null;
  context.signal.throwIfAborted();
  for (const [path, content] of exporter.tests?.(subject, options, samples, checked.values) ?? [])
    await written.add(path, content);
  for (const [path, content] of vectors(spiking, samples, expected, steps)) await written.add(path, content);

  try {
    const { planRecord, calibration } = chosen.save();
    const run = newestRun(project, options, planRecord.id);
    const parts = { format, subject, options, exported, checked, compared: exporter.compared, samples, run, reader };
    const facts = manifestOf({ ...parts, prepared: { ...prepared, planRecord } });
    await written.add('README.md', Buffer.from(modelCard(facts, FORMATS[format].about, exporter.instructions(subject, options))));
    await written.add('report.html', Buffer.from(reportPage(name, request.project, run)));
    const manifest: Manifest = { ...facts, files: listed(written.files) };
    await written.add('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    context.signal.throwIfAborted();
    const path = await folder.commit();
    const bytes = [...written.files.values()].reduce((sum, { length }) => sum + length, 0);
    const recorded = record(project, { plan: planRecord.id, calibration: calibration.id, format, path, manifest });
    return { path, bytes, manifest, calibration: calibrationBrief(calibration), ...recorded };
  } catch (error) {
    chosen.undo();
    throw error;
  }
}

/** The network of the plan version to export. */
async function networkOf(project: Project, { plan }: ExportRequest, context: ServiceContext) {
  if (plan === undefined) return openProjectNetwork(project);
  const { model, calibration } = await bringUpToDate(project, plan, context);
  return openProjectNetwork(project, undefined, { calibration, model });
}

/** Writes files and keeps their contents, for the list in the manifest. */
function packageWriter(folder: PackageFolder) {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async add(path: string, content: Uint8Array): Promise<void> {
      await folder.write(path, content);
      files.set(path, content);
    },
  };
}

/** The exported model as it is on the disk. */
async function readBack(folder: PackageFolder, exported: ExportedModel): Promise<ExportedModel> {
  const files = new Map<string, Uint8Array>();
  for (const path of exported.files.keys()) files.set(path, await folder.read(path));
  return { ...exported, files };
}

/** The samples, and for every output the decoded outputs of every step, with the values of a sample together. */
function vectors(
  { network }: SpikingNetwork,
  { samples, batch }: PackageSamples,
  { result }: ExpectedOutputs,
  steps: number,
): [path: string, content: Uint8Array][] {
  const names = arrayNames(
    'steps',
    network.outputs.map(({ name }) => name),
  );
  return [
    ['verification/inputs.npy', formatNpy(samples, [batch, ...network.shapes.get(network.input.value)!.slice(1)])],
    ...outputLayouts(network).map(({ sample, outer }, index): [string, Uint8Array] => [
      `verification/${names[index]!}`,
      formatNpy(batchFirst(result.logits[index]!, steps, outer, batch), [steps, batch, ...sample]),
    ]),
  ];
}

/** The report of the run that the manifest quotes. */
function reportPage(title: string, project: string, run: RunRecord | undefined): string {
  const runs = run ? reportedRun(run, null) : [];
  if (runs.length > 0) return renderReport({ title, runs, baseline: null, versions: reportVersions() });
  return renderNoRun(title, `No run of this plan is finished. Evaluate ${basename(project)} on samples, and export it again.`);
}

/** Records the export in the project. The package is complete by now, so that a project which cannot be written is only a note. */
function record(project: Project, entry: Omit<Parameters<Project['saveExport']>[0], 'at'>): Pick<ExportResult, 'id' | 'notes'> {
  if (project.readOnly !== undefined) return { id: undefined, notes: [notRecorded(project.readOnly)] };
  try {
    return { id: project.saveExport({ ...entry, at: new Date().toISOString() }), notes: [] };
  } catch (error) {
    return { id: undefined, notes: [notRecorded(messageOf(error))] };
  }
}

const notRecorded = (why: Message): Message => say`The export is not listed in the project: ${why}.`;
