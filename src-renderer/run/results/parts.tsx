/** The parts of a finished run's results besides the figures over steps: early stopping, and the delayed readout. */
import { type ReactElement, useMemo, useState } from 'react';
import { readoutFromOf, stepsOf } from '../../../src-shared/plan/index.ts';
import { overviewOf, type RunReport } from '../../../src-shared/results/index.ts';
import { resetPlanField, setPlanField } from '../../layer-settings/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent } from '../../ui/format.ts';
import { Button, Select } from '../../ui/index.ts';
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

/** Takes the best first step into the plan, as one step of its history. */
function UseReadout({ best }: { readonly best: number }): ReactElement {
  const plan = useWorkbench(({ history }) => history?.plan ?? null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const has = plan !== null && readoutFromOf(plan) === best;
  const isClosed = plan === null || has || readOnly !== null || best > stepsOf(plan);
  const use = (): void => {
    if (isClosed) return;
    if (best === 1) resetPlanField('inspector', 'readout.from');
    else setPlanField('inspector', 'readout.from', best);
  };
  // Not `disabled`: the button keeps the keyboard after it was used.
  return (
    <Button
      aria-disabled={isClosed || undefined}
      title={has ? texts.readoutInPlan(best) : texts.useReadoutAbout(best)}
      onClick={use}
    >
      {texts.useReadout(best)}
    </Button>
  );
}

export function ReadoutPart({ run, report }: PartProps): ReactElement {
  const last = report.steps.length;
  const [chosen, setChosen] = useState(last);
  const to = Math.min(chosen, last);
  const plan = useWorkbench(({ history }) => history?.plan ?? null);
  const from = plan ? readoutFromOf(plan) : readoutFromOf(report.settings);
  const part = useMemo(() => readoutPart(run, report, to, from), [run, report, to, from]);
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
        {best && last > 1 ? (
          <>
            <p>{texts.bestReadout(best.from, best.to, percent(best.share.value))}</p>
            <UseReadout best={best.from} />
          </>
        ) : null}
      </div>
    </PartView>
  );
}
