/** The manifest of a package, from the project, the written files and their check. */
import { createHash } from 'node:crypto';
import { type ExportOptions, type Manifest, readoutSentence } from '../../../src-shared/export/index.ts';
import { formatPlan, readoutFromOf } from '../../../src-shared/plan/index.ts';
import { wilson } from '../../../src-shared/results/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { type ExportedModel, type ExportSubject, type PackageFiles, portsOf } from '../../export/index.ts';
import type { PlanRecord, Project, RunRecord } from '../../project/index.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { numbersOf } from '../run/int8-numbers.ts';
import type { PackageSamples } from './expected-outputs.ts';
import type { CheckedPackage } from './verify-package.ts';

export interface ManifestParts {
  readonly format: string;
  readonly subject: ExportSubject;
  readonly options: ExportOptions;
  readonly prepared: PreparedNetwork & { readonly planRecord: PlanRecord };
  readonly exported: ExportedModel;
  readonly checked: CheckedPackage;
  readonly compared: Manifest['verification']['compared'];
  readonly samples: PackageSamples;
  readonly run: RunRecord | undefined;
  /** Figures of the program that reads the files; null if the files decide alone. */
  readonly reader: Manifest['reader'];
}

const digest = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The manifest without its list of files. */
export function manifestOf({
  format,
  subject,
  options,
  prepared,
  exported,
  checked,
  compared,
  samples,
  run,
  reader,
}: ManifestParts): Omit<Manifest, 'files'> {
  const { spiking, name, steps, version } = subject;
  const { model, plan, planRecord, preprocess } = prepared;
  const { input, outputs } = portsOf(spiking, options.batch);
  return {
    spikeloom: version,
    format,
    name,
    model: { name: spiking.network.name, sha256: model.sha256 },
    plan: { version: planRecord.id, plan: JSON.parse(formatPlan(plan)) as Manifest['plan']['plan'] },
    parameters_sha256: parametersDigest(spiking),
    steps,
    ...(options.weights === undefined ? {} : { weights: options.weights }),
    coding: spiking.coding,
    input: {
      ...input,
      preprocessing: preprocess ? (JSON.parse(JSON.stringify(preprocess)) as Manifest['input']['preprocessing']) : null,
    },
    outputs,
    readout: readoutSentence(readoutFromOf(spiking)),
    ...(readoutFromOf(spiking) === 1 ? {} : { readout_from: readoutFromOf(spiking) }),
    states: [...exported.states],
    ...(exported.memory ? { memory: exported.memory } : {}),
    run: figuresOf(run, steps),
    grade: reader && !reader.exact ? 'approximate' : checked.grade,
    differences: [...exported.differences, ...checked.differences, ...readerDifferences(reader)],
    reader,
    verification: { samples: samples.batch, source: samples.source, compared, comparisons: [...checked.comparisons] },
  };
}

/** The measured difference of a reader that computes something else than was simulated. */
function readerDifferences(reader: Manifest['reader']): string[] {
  if (!reader || reader.exact) return [];
  const { label, comparison } = reader;
  const steps = Math.max(...comparison.relative_l2);
  return [
    `Neuron layers: as ${label} runs them, the answer differs from that of the ${comparison.engine} engine by ${comparison.answer_relative_l2}, and a step by ${steps} at most (relative L2).`,
  ];
}

/** The files of a package as its manifest lists them. */
export const listed = (files: PackageFiles): Manifest['files'] =>
  [...files]
    .map(([path, content]) => ({ path, bytes: content.length, sha256: digest(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** Digest of all weights and thresholds. */
function parametersDigest({ network, stages }: SpikingNetwork): string {
  const hash = createHash('sha256');
  const add = (name: string, shape: readonly number[], values: ArrayLike<number>): void => {
    hash.update(`${name} ${shape.join()}\n`).update(new Uint8Array(Float64Array.from(values).buffer));
  };
  for (const name of [...network.constants.keys()].sort())
    add(name, network.constants.get(name)!.shape, network.constants.get(name)!.data);
  for (const stage of stages) if (stage.kind === 'neuron') add(stage.name, stage.thresholds.shape, stage.thresholds.values);
  return hash.digest('hex');
}

/** The newest finished run of a plan version, or of any, with the numbers that these options ask for; undefined if there is none. */
export const newestRun = (project: Project, { weights }: ExportOptions, plan?: number): RunRecord | undefined =>
  project
    .runs()
    .findLast(
      (run) =>
        (plan === undefined || run.plan === plan) &&
        run.report !== undefined &&
        numbersOf(run) === (weights === 'int8' ? weights : undefined),
    );

/** The figures of a run after T steps; null if it had fewer. */
function figuresOf(run: RunRecord | undefined, steps: number): Manifest['run'] {
  const report = run?.report;
  const step = report?.steps[steps - 1];
  if (!report || !step) return null;
  const { samples, source } = report.settings.dataset;
  return {
    dataset: source,
    samples,
    engine: report.settings.engine,
    accuracy: step.accuracy === null ? null : shareOf(step.accuracy, samples),
    agreement: shareOf(step.agreement, samples),
    energy: { paper: step.energy_ratio, float32: step.energy.ratio_float32, int8: step.energy.ratio_int8 },
  };
}

/** A share of samples with its 95 % interval (Wilson). */
export function shareOf(value: number, samples: number): { value: number; interval: [number, number] } {
  const { low, high } = wilson(Math.round(value * samples), samples);
  const digits = (share: number): number => Math.round(share * 1e4) / 1e4;
  return { value, interval: [digits(low), digits(high)] };
}
