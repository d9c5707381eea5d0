/** The interface of exporters. An exporter writes the files of a package, and runs the written files independently of the engines. */
import type { ExportOptions, ManifestState, PackageMemory } from '../../src-shared/export/index.ts';
import type { Plan } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';

/** The network to export, with the facts about it that an exporter needs. */
export interface ExportSubject {
  readonly spiking: SpikingNetwork;
  /** Name of the package, a C identifier. */
  readonly name: string;
  /** T, the number of time steps. */
  readonly steps: number;
  /** Version of Spikeloom. */
  readonly version: string;
  /** Largest magnitude of the calibration samples' values; undefined if the options ask for no whole numbers. */
  readonly inputRange?: number | undefined;
}

/** Files by their path in the package. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/** The files of a format, and what the package says of them. */
export interface ExportedModel {
  readonly files: PackageFiles;
  /** The states that a caller keeps between steps; empty if the files keep them. */
  readonly states: readonly ManifestState[];
  /** Every difference between the files' semantics and the simulation: a sentence each. */
  readonly differences: readonly string[];
  /** The memory of a generated program; absent for formats that leave it to their runtime. */
  readonly memory?: PackageMemory;
}

/** Samples `[B, …]` flat. */
export interface RunInput {
  readonly samples: Float32Array;
  readonly batch: number;
}

export interface RunContext {
  readonly signal: AbortSignal;
  /** Called with the fraction 0…1 that is done. */
  readonly onProgress?: (fraction: number) => void;
}

/** For every output of the network, what the files compute at each step, `[T, …]` flat. */
export type StepValues = readonly Float64Array[];

/**
 * The program that reads the files, if it decides what they compute: a format may leave open how neurons fire and reset. `Exporter.run` then runs
 * the files as they are meant, and this runs them as they are read.
 */
export interface ExportTarget {
  readonly profile: string;
  readonly label: string;
  /** The behaviour of the program, aspect by aspect. */
  readonly facts: Readonly<Record<string, string>>;
  /** True if the program computes what was simulated. */
  readonly exact: boolean;
  readonly run: Exporter['run'];
}

/** Something that a format cannot hold. */
export interface ExportObstacle {
  /** Name of the layer, as plans and reports name it. */
  readonly layer: string;
  /** The reason, as a part of a sentence. */
  readonly reason: string;
  /** True if another plan removes it (`Exporter.adapted`). */
  readonly byPlan: boolean;
}

/** An exporter. */
export interface Exporter {
  /** The values that `run` returns: the decoded outputs of each step, or the answers (running means) after each step. */
  readonly compared: 'steps' | 'answers';
  /**
   * The numbers of the files, if they are so different from those of the engines that answers differ by more than rounding and ties. `run` itself then proves
   * the files against a simulation in these numbers, and the difference from the engine is measured. Absent or undefined: the engines' numbers.
   */
  approximates?(options: ExportOptions): string | undefined;
  /** The parts of a network that the format cannot hold; absent if it holds every network. */
  obstacles?(spiking: SpikingNetwork, options: ExportOptions): readonly ExportObstacle[];
  /** The nearest plan that the format can hold; absent if there is no such thing. */
  adapted?(plan: Plan): Plan;
  /** The program that reads the files; absent if the files decide alone what they compute. */
  target?(subject: ExportSubject, options: ExportOptions): ExportTarget;
  /** Writes the files. Throws `export.unsupported` for a network that the format cannot hold. */
  write(subject: ExportSubject, options: ExportOptions): ExportedModel;
  /** Runs files that were read back. Throws `engine.failed` if they cannot be run, `export.disagrees` if they are not what `approximates` says. */
  run(
    subject: ExportSubject,
    options: ExportOptions,
    exported: ExportedModel,
    input: RunInput,
    context: RunContext,
  ): Promise<StepValues>;
  /** Files that prove the package on its target: the samples, and the values that the files gave for them in the check. Absent: none. */
  tests?(subject: ExportSubject, options: ExportOptions, input: RunInput, values: StepValues): PackageFiles;
  /** Instructions to run the package on its target, as Markdown for the model card. */
  instructions(subject: ExportSubject, options: ExportOptions): string;
}

/** The nearest plan that the format can hold; undefined if another plan removes none of the obstacles. */
export const planInstead = (exporter: Exporter, plan: Plan, obstacles: readonly ExportObstacle[]): Plan | undefined =>
  obstacles.some(({ byPlan }) => byPlan) ? exporter.adapted?.(plan) : undefined;
