/** The controls above the samples: run, step, which samples are shown and in which order. */
import type { ReactElement, ReactNode } from 'react';
import {
  ANSWER_OF,
  countKinds,
  NEEDS_LABEL,
  SAMPLE_KINDS,
  SAMPLE_ORDERS,
  type SampleFilter,
  type SampleOrder,
} from '../../src-shared/results/index.ts';
import { useMemo } from 'react';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { Button, Select } from '../ui/index.ts';
import type { NameOf } from './class-names.ts';
import type { RunSamples } from './use-records.ts';

/** What is shown, and how. */
export interface Choice {
  readonly filter: SampleFilter;
  readonly order: SampleOrder;
}

export interface SampleControlsProps extends Choice {
  readonly run: RunSamples;
  readonly nameOf: NameOf;
  readonly onChange: (change: Partial<SampleFilter>) => void;
  readonly onOrder: (order: SampleOrder) => void;
  /** The choice of the run. */
  readonly children: ReactNode;
}

const ANY = 'any';
const steps = (count: number, label: (step: number) => string) =>
  Array.from({ length: count }, (_, t) => ({ value: String(t + 1), label: label(t + 1) }));

export function SampleControls({ run, nameOf, filter, order, onChange, onOrder, children }: SampleControlsProps): ReactElement {
  const { records } = run;
  const { kind, step, after, label, answer, of } = filter;
  const counts = useMemo(() => countKinds(records, filter), [records, filter]);
  const given = useMemo(() => classesIn(run, nameOf), [run, nameOf]);
  const isFiltered = kind !== 'all' || label !== null || answer !== null;
  const classOf = (value: string): number | null => (value === ANY ? null : Number(value));
  return (
    <header className="samples-head" role="group" aria-label={texts.kind}>
      {children}
      <Select
        label={texts.step}
        value={String(step)}
        options={steps(records.steps, texts.stepOption)}
        onChange={(value) => onChange({ step: Number(value) })}
      />
      <Select
        label={texts.kind}
        value={kind}
        options={SAMPLE_KINDS.map((value) => {
          const isUnknown = records.labels === null && NEEDS_LABEL.has(value);
          return {
            value,
            label: isUnknown ? texts.kinds[value] : texts.kindOption(texts.kinds[value], whole(counts[value])),
            hint: isUnknown ? texts.needsLabels : texts.kindHints[value],
            disabled: isUnknown,
          };
        })}
        onChange={(value) => onChange({ kind: value })}
      />
      {kind === 'late' && (
        <Select
          label={texts.after}
          value={String(after)}
          options={steps(records.steps, texts.afterOption)}
          onChange={(value) => onChange({ after: Number(value) })}
        />
      )}
      {records.labels && (
        <Select
          label={texts.label}
          value={label === null ? ANY : String(label)}
          options={[{ value: ANY, label: texts.anyLabel }, ...given.labels]}
          onChange={(value) => onChange({ label: classOf(value) })}
        />
      )}
      <Select
        label={texts.answer}
        value={answer === null ? ANY : String(answer)}
        options={[{ value: ANY, label: texts.anyAnswer }, ...given.answers]}
        onChange={(value) => onChange({ answer: classOf(value) })}
      />
      {answer !== null && (
        <Select
          label={texts.of}
          value={of}
          options={ANSWER_OF.map((value) => ({ value, label: texts.ofs[value] }))}
          onChange={(value) => onChange({ of: value })}
        />
      )}
      <Select
        label={texts.order}
        value={order}
        options={SAMPLE_ORDERS.map((value) => ({ value, label: texts.orders[value] }))}
        onChange={onOrder}
      />
      {isFiltered && (
        <Button variant="quiet" onClick={() => onChange({ kind: 'all', label: null, answer: null })}>
          {texts.reset}
        </Button>
      )}
    </header>
  );
}

/** The labels and the answers that occur: of a thousand classes, a run of a few samples has few. */
function classesIn({ records: { labels, float, answers } }: RunSamples, nameOf: NameOf) {
  const options = (indices: Iterable<number>) =>
    [...new Set(indices)]
      .filter((index) => index >= 0)
      .sort((a, b) => a - b)
      .map((index) => ({ value: String(index), label: nameOf(index) }));
  const given = new Set(float);
  for (const answer of answers) given.add(answer);
  return { labels: options(labels ?? []), answers: options(given) };
}
