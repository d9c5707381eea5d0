/**
 * The samples of a run that a person wants to look at: those that a network answers wrongly, that answer differently as a spiking
 * network, or that settle late; in the order of the dataset or of their margins. An answer counts as in the run's report.
 */
import { isAnswer, NO_MARGIN, type SampleRecords } from '../metrics/index.ts';

/** What a sample may have to be shown. Those of `NEEDS_LABEL` are about labels. */
export const SAMPLE_KINDS = ['all', 'flipped', 'spiking-wrong', 'float-wrong', 'both-wrong', 'late'] as const;

/** What a sample may have to be shown, one of `SAMPLE_KINDS`. */
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** Kinds that only a run with labels can tell. */
export const NEEDS_LABEL: ReadonlySet<SampleKind> = new Set(['spiking-wrong', 'float-wrong', 'both-wrong']);

/** The network that a chosen answer belongs to; `one`: to exactly one of the two. */
export const ANSWER_OF = ['spiking', 'float', 'one'] as const;

/** The network that a chosen answer belongs to, one of `ANSWER_OF`. */
export type AnswerOf = (typeof ANSWER_OF)[number];

/** A choice of samples. */
export interface SampleFilter {
  readonly kind: SampleKind;
  /** The number of time steps, from 1, after which the spiking network's answer is taken. */
  readonly step: number;
  /** For `late`: the answer changes after this step. */
  readonly after: number;
  /** The class of the label; null for any. */
  readonly label: number | null;
  /** The answer, and the network that gives it; null for any. */
  readonly answer: number | null;
  readonly of: AnswerOf;
}

/** Orders of samples: that of the dataset; least or greatest margin first. */
export const SAMPLE_ORDERS = ['dataset', 'least-margin', 'greatest-margin'] as const;

/** The order of samples, one of `SAMPLE_ORDERS`. */
export type SampleOrder = (typeof SAMPLE_ORDERS)[number];

/** The first step from which on a sample's answer stays the same: 1 if it never changes. `row` counts the samples of the records. */
export function settledAt({ samples, steps, answers }: SampleRecords, row: number): number {
  const last = answers[(steps - 1) * samples + row];
  let step = steps;
  while (step > 1 && answers[(step - 2) * samples + row] === last) step--;
  return step;
}

type Test = (row: number) => boolean;

/** A test for each kind. Without labels, no sample is of a kind that needs one. */
function kindTests(records: SampleRecords, { step, after }: Pick<SampleFilter, 'step' | 'after'>): Record<SampleKind, Test> {
  const { samples, labels, float, answers } = records;
  const from = (step - 1) * samples;
  const agrees: Test = (row) => isAnswer(answers[from + row]!, float[row]);
  const isFloatRight: Test = (row) => isAnswer(float[row]!, labels![row]);
  const isSpikingRight: Test = (row) => isAnswer(answers[from + row]!, labels![row]);
  const labelled = (test: Test): Test => (labels === null ? () => false : test);
  return {
    all: () => true,
    flipped: (row) => !agrees(row),
    'spiking-wrong': labelled((row) => isFloatRight(row) && !isSpikingRight(row)),
    'float-wrong': labelled((row) => !isFloatRight(row) && isSpikingRight(row)),
    'both-wrong': labelled((row) => !isFloatRight(row) && !isSpikingRight(row)),
    late: (row) => settledAt(records, row) > after,
  };
}

/** The test of label and answer. */
function classTest(records: SampleRecords, { step, label, answer, of }: Omit<SampleFilter, 'kind' | 'after'>): Test {
  const { samples, labels, float, answers } = records;
  const from = (step - 1) * samples;
  const hasAnswer: Record<AnswerOf, Test> = {
    spiking: (row) => answers[from + row] === answer,
    float: (row) => float[row] === answer,
    one: (row) => (answers[from + row] === answer) !== (float[row] === answer),
  };
  return (row) => (label === null || labels?.[row] === label) && (answer === null || hasAnswer[of](row));
}

/**
 * The samples that pass a filter, as rows of the records, in an order. Equal margins keep the order of the dataset. A margin that is no
 * number comes last.
 */
export function selectSamples(records: SampleRecords, filter: SampleFilter, order: SampleOrder): Int32Array {
  const isOfKind = kindTests(records, filter)[filter.kind];
  const isOfClass = classTest(records, filter);
  const rows: number[] = [];
  for (let row = 0; row < records.samples; row++) if (isOfClass(row) && isOfKind(row)) rows.push(row);
  const selected = Int32Array.from(rows);
  return order === 'dataset' ? selected : byMargin(records, filter.step, selected, order);
}

function byMargin({ samples, margins }: SampleRecords, step: number, rows: Int32Array, order: SampleOrder): Int32Array {
  const from = (step - 1) * samples;
  const isLeast = order === 'least-margin';
  const keyOf = (row: number): number => {
    const code = margins[from + row]!;
    return code === NO_MARGIN || isLeast ? code : -code;
  };
  return rows.sort((a, b) => keyOf(a) - keyOf(b) || a - b);
}

/** How many samples of each kind have the label and the answer of a filter. */
export function countKinds(records: SampleRecords, filter: Omit<SampleFilter, 'kind'>): Readonly<Record<SampleKind, number>> {
  const tests = kindTests(records, filter);
  const isOfClass = classTest(records, filter);
  const counts = Object.fromEntries(SAMPLE_KINDS.map((kind) => [kind, 0])) as Record<SampleKind, number>;
  for (let row = 0; row < records.samples; row++) {
    if (!isOfClass(row)) continue;
    for (const kind of SAMPLE_KINDS) if (tests[kind](row)) counts[kind]++;
  }
  return counts;
}
