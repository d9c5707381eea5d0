/** A run as the comparison takes it, and whether two runs have the same samples. */
import type { SampleRecords } from '../../metrics/index.ts';
import type { RunReport } from '../run-report.ts';

/** A finished run. */
export interface ComparedRun {
  readonly run: number;
  /** The name that a person gave it; may be empty. */
  readonly name: string;
  readonly report: RunReport;
  /** The records of its samples; null if it keeps none. */
  readonly records: SampleRecords | null;
  /** Digest of its samples in their order; null if it was not recorded. */
  readonly data: string | null;
}

/** `run 3`, or `run 3 (wide thresholds)`. */
export const runName = ({ run, name }: Pick<ComparedRun, 'run' | 'name'>): string =>
  name === '' ? `run ${run}` : `run ${run} (${name})`;

/** True if two runs are of the same model file. */
export const isSameModel = (a: ComparedRun, b: ComparedRun): boolean => a.report.model.sha256 === b.report.model.sha256;

/** Why the samples of two runs cannot be paired; null if they are the same in the same order. */
export function unlikeSamples(a: ComparedRun, b: ComparedRun): string | null {
  const [one, other] = [a.report.settings.dataset, b.report.settings.dataset];
  if (one.samples !== other.samples) return `${one.samples} and ${other.samples} samples`;
  if (a.data !== null && b.data !== null) {
    if (a.data !== b.data)
      return one.source !== other.source ? `the samples of ${one.source} and ${other.source} differ` : changedSource(a, b);
  } else if (one.source !== other.source) return `${one.source} and ${other.source}`;
  const [labels, others] = [a.records?.labels, b.records?.labels];
  if (labels && others && labels.some((label, i) => label !== others[i])) return 'their labels differ';
  return null;
}

/** What differs if the samples have the same source: the digest has labels and preprocessing too. */
function changedSource(a: ComparedRun, b: ComparedRun): string {
  const { source } = a.report.settings.dataset;
  const isLabelled = ({ report }: ComparedRun): boolean => report.ann.accuracy !== null;
  if (isLabelled(a) !== isLabelled(b)) return `only one of the runs has labels for ${source}`;
  return `${source} or its preprocessing has changed between the runs`;
}
