/**
 * The preview of an export, before anything is written: the files of the network and their sizes, the inputs and outputs,
 * and the known differences from the simulation. The files are made in memory by the exporter itself, so that nothing is guessed.
 */
import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ExportContents, ExportPreview } from '../../../src-shared/contract/index.ts';
import { type ExportOptions, type Manifest, type ManifestState, stateSizes } from '../../../src-shared/export/index.ts';
import { checkReadout, formatPlan, readoutFromOf, stepsOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { EXPORTERS, identifierOf, planInstead, portsOf } from '../../export/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import type { ServiceContext } from '../progress.ts';
import { checkChoices } from './check-choices.ts';
import { SAMPLES } from './expected-outputs.ts';
import { withPlan, workingNetwork, type WorkingPlan } from './working-network.ts';

export interface PreviewExportRequest extends WorkingPlan {
  readonly project: string;
  /** The saved version that equals the plan; null if none does. */
  readonly version: number | null;
  readonly format: string;
  readonly options: ExportOptions;
  readonly name?: string | undefined;
  readonly steps?: number | undefined;
}

/** Stands for the range of the input, which would need all calibration samples. */
const ANY_RANGE = 1;

/** Bytes of the manifest, the model card and the report of a package without runs, roughly. */
const TEXTS = 20_000;

/**
 * Previews an export. Throws `option.invalid`, `export.unsupported` for a network that is too large for the format, and the errors of
 * loading the project and its model.
 */
export async function previewExport(request: PreviewExportRequest, { signal }: ServiceContext): Promise<ExportPreview> {
  const { format, steps: given } = checkChoices(request);
  const { options } = request;
  let { version } = request;
  using project = openProject(request.project, { readOnly: true });
  let working = await workingNetwork(project, request);
  signal.throwIfAborted();
  const exporter = await EXPORTERS[format]();
  const obstaclesNow = () => [...(exporter.obstacles?.(working.prepared.network, options) ?? [])];
  let obstacles = obstaclesNow();
  const instead = options['adapt-plan'] && planInstead(exporter, working.prepared.plan, obstacles);
  if (instead) {
    working = withPlan(working.prepared, instead);
    obstacles = obstaclesNow();
    const json = formatPlan(instead);
    version = project.plans().findLast((record) => record.json === json)?.id ?? null;
  }
  const { plan, model, network: spiking } = working.prepared;
  const steps = given ?? stepsOf(plan);
  checkReadout(readoutFromOf(plan), steps);
  const name = request.name ?? identifierOf(basename(model.file, '.onnx'));
  if (obstacles.length > 0) return { name, obstacles, contents: null };
  const subject = { spiking, name, steps, version: packageJson.version, inputRange: ANY_RANGE };
  const exported = exporter.write(subject, options);
  const files = [...exported.files].map(([path, { length }]) => ({ path, bytes: length }));
  const contents: ExportContents = {
    steps,
    version,
    outdated: [...working.outdated],
    ...portsOf(spiking, options.batch),
    states: { count: exported.states.length, bytes: bytesOfStates(exported.states) },
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, vectorBytes(spiking, steps) + TEXTS),
    differences: [...exported.differences],
    reader: exporter.target?.(subject, options).label ?? null,
    expected: version === null ? null : earlierGrade(project, { plan: version, format, steps, options }),
  };
  return { name, obstacles, contents };
}

/** Bytes of the states of one sample. */
const bytesOfStates = (states: readonly ManifestState[]): number =>
  states.reduce((sum, state) => sum + 4 * sizeOf(stateSizes(state, 1)), 0);

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
): ExportContents['expected'] {
  const earlier = project.exports().findLast((one) => {
    const { steps: had, weights = 'float32' } = one.manifest as Partial<Manifest>;
    return one.plan === plan && one.format === format && had === steps && weights === (options.weights ?? 'float32');
  });
  const grade = earlier && (earlier.manifest as Partial<Manifest>).grade;
  return earlier && (grade === 'exact' || grade === 'approximate') ? { grade, export: earlier.id } : null;
}
