/**
 * What an export of a plan would contain, before anything is written: the files of the network and their sizes, the inputs and outputs,
 * and the known differences from the simulation. The files are made in memory by the exporter itself, so that nothing is guessed.
 */
import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ExportPreview } from '../../../src-shared/contract/index.ts';
import type { ExportOptions, Manifest, ManifestState } from '../../../src-shared/export/index.ts';
import { parsePlan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork, Thresholds } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { compile } from '../../convert/index.ts';
import { EXPORTERS, identifierOf, portsOf } from '../../export/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { choicesOf } from '../model/choices.ts';
import { loadModel } from '../model/load-model.ts';
import { findModel, projectState } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { checkChoices } from './check-choices.ts';
import { SAMPLES } from './expected-outputs.ts';

export interface PreviewExportRequest {
  readonly project: string;
  /** The plan to export, as JSON, and the saved version that equals it; null if none does. */
  readonly plan: string;
  readonly version: number | null;
  /** The calibration whose thresholds are used, except those of the layers in `outdated`. */
  readonly calibration: number;
  readonly outdated: readonly string[];
  readonly format: string;
  readonly options: ExportOptions;
  readonly name?: string | undefined;
  readonly steps?: number | undefined;
}

/** Stands for the range of the input, which would need all calibration samples. */
const ANY_RANGE = 1;

/** Bytes of the manifest, the model card and the report of a package without runs, roughly. */
const TEXTS = 20_000;

/** Stands for thresholds that the export brings up to date first. Their values change no size worth naming. */
const ANY_THRESHOLD: Thresholds = { level: 'layer', shape: [1], values: Float64Array.of(1) };

/** Previews an export. Throws `option.invalid`, `export.unsupported`, and the errors of loading the project and its model. */
export async function previewExport(request: PreviewExportRequest, { signal }: ServiceContext): Promise<ExportPreview> {
  const { format, steps: given } = checkChoices(request);
  const { version, calibration: id, outdated, options } = request;
  using project = openProject(request.project, { readOnly: true });
  const { model: record, settings, calibration } = projectState(project, project.calibration(id));
  let plan = parsePlan(request.plan, request.project);
  const model = await loadModel(await findModel(record, project.path), settings);
  signal.throwIfAborted();
  const sites = model.placed.sites.map((site) => site.name);
  const known = thresholdsOf(calibration.layers);
  let missing = sites.filter((site) => outdated.includes(site) || !known.has(site));
  for (const layer of missing) known.set(layer, ANY_THRESHOLD);
  let spiking = compile(model.placed, choicesOf(model.placed, plan), known);
  const exporter = await EXPORTERS[format]();
  const isAdapted = options['adapt-plan'] && exporter.obstacles?.(spiking, options).some(({ byPlan }) => byPlan);
  if (isAdapted && exporter.adapted) {
    missing = sites;
    plan = exporter.adapted(plan);
    spiking = compile(model.placed, choicesOf(model.placed, plan), new Map(sites.map((site) => [site, ANY_THRESHOLD])));
  }
  const steps = given ?? stepsOf(plan);
  const name = request.name ?? identifierOf(basename(model.file, '.onnx'));
  const exported = exporter.write({ spiking, name, steps, version: packageJson.version, inputRange: ANY_RANGE }, options);
  const files = [...exported.files].map(([path, { length }]) => ({ path, bytes: length }));
  return {
    name,
    steps,
    version,
    outdated: missing,
    ...portsOf(spiking, options.batch),
    states: { count: exported.states.length, bytes: bytesOfStates(exported.states) },
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, vectorBytes(spiking, steps) + TEXTS),
    differences: [...exported.differences],
    expected: version === null ? null : earlierGrade(project, { plan: version, format, steps, options }),
  };
}

/** Bytes of the states of one sample. */
function bytesOfStates(states: readonly ManifestState[]): number {
  const sizes = (shape: ManifestState['shape']): number[] =>
    shape.map((size) => (typeof size === 'number' ? size : Number(size.replace('batch', '') || '1')));
  return states.reduce((sum, { shape }) => sum + 4 * sizes(shape).reduce((product, size) => product * size, 1), 0);
}

/** Bytes of the test vectors: inputs in 32 bits, outputs of every step in 64. */
function vectorBytes({ network }: SpikingNetwork, steps: number): number {
  const count = (value: string): number => sizeOf(atBatch(network.shapes.get(value)!, SAMPLES));
  return 4 * count(network.input.value) + network.outputs.reduce((sum, { value }) => sum + 8 * steps * count(value), 0);
}

/** The grade of the newest export of the same plan version, format, number of steps and weights. */
function earlierGrade(
  project: Project,
  {
    plan,
    format,
    steps,
    options,
  }: Pick<PreviewExportRequest, 'format' | 'options'> & { readonly plan: number; readonly steps: number },
): ExportPreview['expected'] {
  const earlier = project.exports().findLast((one) => {
    const { steps: had, weights = 'float32' } = one.manifest as Partial<Manifest>;
    return one.plan === plan && one.format === format && had === steps && weights === (options.weights ?? 'float32');
  });
  const grade = earlier && (earlier.manifest as Partial<Manifest>).grade;
  return earlier && (grade === 'exact' || grade === 'approximate') ? { grade, export: earlier.id } : null;
}
