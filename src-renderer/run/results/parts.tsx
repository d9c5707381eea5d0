/** The parts of a finished run's results besides the figures over steps: early stopping, and the delayed readout. */
import { type ReactElement, useMemo, useState } from 'react';
import { overviewOf, type RunReport } from '../../../src-shared/results/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent } from '../../ui/format.ts';
import { Select } from '../../ui/index.ts';
import { readoutPart, stoppingPart } from './curve-parts.ts';
import { PartView } from './part-view.tsx';

/** The parts of the results, in their order. */
export const PARTS = ['steps', 'stopping', 'readout'] as const;
/** A part of the results. */
export type Part = (typeof PARTS)[number];

interface PartProps {
  /** Number of the run. */
  readonly run: number;
  readonly report: RunReport;
}

export function StoppingPart({ run, report }: PartProps): ReactElement {
  const part = useMemo(() => stoppingPart(run, report), [run, report]);
  if (!part) return <p className="run-wait">{texts.noClassVector}</p>;
  return <PartView part={part} table={texts.stoppingTable} columns={texts.stoppingColumns} />;
}

export function ReadoutPart({ run, report }: PartProps): ReactElement {
  const last = report.steps.length;
  const [chosen, setChosen] = useState(last);
  const to = Math.min(chosen, last);
  const part = useMemo(() => readoutPart(run, report, to), [run, report, to]);
  const best = useMemo(() => overviewOf(report).bestReadout, [report]);
  if (!part) return <p className="run-wait">{report.early_stopping.length === 0 ? texts.noClassVector : texts.olderRun}</p>;
  return (
    <PartView part={part} table={texts.readoutTable} columns={texts.readoutColumns}>
      <div className="run-part-head">
        <Select
          label={texts.readoutTo}
          value={String(to)}
          options={report.steps.map(({ step }) => ({ value: String(step), label: texts.upTo(step) }))}
          onChange={(next) => setChosen(Number(next))}
        />
        {best ? <p>{texts.bestReadout(best.from, best.to, percent(best.share.value))}</p> : null}
      </div>
    </PartView>
  );
}
