/** How far a job of the dialog is, and the button that cancels it. */
import { type ReactElement, useState } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { phaseText, useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { duration } from '../ui/format.ts';
import { Button, Progress } from '../ui/index.ts';
import { cancelExport } from './actions.ts';

export interface GoingProps {
  readonly job: JobState;
  /** Label of the button. */
  readonly cancel: string;
}

export function Going({ job, cancel: label }: GoingProps): ReactElement {
  const [isCancelling, setCancelling] = useState(false);
  const jobs = useWorkbench(({ jobs }) => jobs);
  const left = job.remainingMs === null ? '' : texts.left(duration(job.remainingMs));
  const cancel = (): void => {
    setCancelling(true);
    cancelExport(job.id);
  };
  return (
    <>
      <div className="export-going">
        <p role="status">
          <span>{isCancelling ? texts.cancelling : phaseText(job, jobs)}</span>
          <span>{left}</span>
        </p>
        <Progress label={job.title} done={job.done} total={job.total} remainingMs={job.remainingMs} barOnly />
      </div>
      <Button disabled={isCancelling} onClick={cancel}>
        {label}
      </Button>
    </>
  );
}
