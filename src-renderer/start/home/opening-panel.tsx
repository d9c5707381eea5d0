/** What is being opened or made now, or why that failed, above the recent projects. */
import X from 'lucide-react/icons/x';
import type { ReactElement } from 'react';
import { host } from '../../host/client.ts';
import { attempt, phaseText, useWorkbench } from '../../state/index.ts';
import { startTexts } from '../../texts/start.ts';
import { Button, ErrorPanel, Progress } from '../../ui/index.ts';
import { type Opening, stopOpening } from '../opening.ts';

export function OpeningPanel({ opening }: { readonly opening: Opening }): ReactElement {
  const { name, job: id, error, again } = opening;
  const jobs = useWorkbench(({ jobs }) => jobs);
  const job = jobs.find((one) => one.id === id);
  if (error) {
    return (
      <ErrorPanel error={error} title={startTexts.cannotOpen(name)} onRetry={again}>
        <Button variant="quiet" onClick={stopOpening}>
          {startTexts.dismiss}
        </Button>
      </ErrorPanel>
    );
  }
  const isMade = job?.state === 'running';
  const cancel = (): void => {
    stopOpening();
    if (isMade) attempt(() => host().call('job.cancel', { job: job.id }));
  };
  return (
    <div className="start-opening" aria-busy>
      <div className="start-opening-words">
        <p role="status">{isMade ? startTexts.makingIt(name) : startTexts.opening(name)}</p>
        <small>{isMade ? phaseText(job, jobs) : ''}</small>
      </div>
      <Button variant="quiet" icon={<X size={14} aria-hidden />} onClick={cancel}>
        {startTexts.cancel}
      </Button>
      <Progress
        label={isMade ? startTexts.makingIt(name) : startTexts.opening(name)}
        done={job?.done ?? 0}
        total={isMade && job.phase === 'calibrating' ? job.total : 0}
        remainingMs={isMade ? job.remainingMs : null}
      />
    </div>
  );
}
