/** The state of the search, and what can be done with it: start, pause, resume. */
import { type ReactElement, useState } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { attempt, firstError, phaseText, useWorkbench, workbench, type WorkbenchState } from '../state/index.ts';
import { foundPlanTexts } from '../texts/found-plan.ts';
import { inWindow } from '../texts/messages.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { duration, whole } from '../ui/format.ts';
import { Button, ErrorPanel, Progress } from '../ui/index.ts';
import { choicesOf, type Draft } from './draft.ts';
import { ForecastPart } from './forecast-part.tsx';
import type { Tuning } from './use-tuning.ts';

export interface SearchBarProps extends Tuning {
  readonly draft: Draft;
}

export function SearchBar({ draft, stored, points, job }: SearchBarProps): ReactElement {
  const isGoing = job?.state === 'running';
  const kept = stored.state === 'here' ? stored.value : null;
  const isStopped = !isGoing && (job?.state ?? kept?.state) === 'cancelled';
  const tried = texts.plans(whole(points.length));
  return (
    <div className="tuning-bar">
      {isGoing ? (
        <Going key={job.id} job={job} tried={tried} />
      ) : (
        <>
          <p role="status" className="tuning-status">
            {isStopped && points.length > 0 ? texts.paused(tried) : null}
            {kept?.state === 'done' && kept.result ? texts.doneTitle(texts.plans(whole(kept.result.trials))) : null}
          </p>
          {job?.state === 'failed' && job.error ? (
            <ErrorPanel error={job.error} title={texts.failed} onRetry={() => retry(job.id)} />
          ) : null}
          {isStopped && job ? (
            <Button variant="primary" onClick={() => retry(job.id)}>
              {texts.resume}
            </Button>
          ) : null}
          <StartButton draft={draft} isSecond={isStopped} />
        </>
      )}
    </div>
  );
}

const retry = (job: string): void => attempt(() => host().call('job.retry', { job }));

/** The reason why no search can start, apart from what the form says; null if one can. */
function whyNot(state: WorkbenchState): string | null {
  const { project, connection } = state;
  if (connection !== 'open' || !project) return texts.notConnected;
  if (project.readOnly !== null) return foundPlanTexts.readOnly(inWindow(project.readOnly));
  return firstError(state);
}

function StartButton({ draft, isSecond }: { readonly draft: Draft; readonly isSecond: boolean }): ReactElement {
  const { engine } = useWorkbench(({ settings }) => settings);
  const reason = useWorkbench(whyNot);
  const reading = choicesOf(draft, engine);
  const why = reason ?? ('wrong' in reading ? reading.wrong : null);
  const start = (): void => {
    const { project, settings } = workbench();
    if (!project || !('choices' in reading)) return;
    const request = { path: project.path, threads: settings.threads, ...reading.choices };
    attempt(() => host().call('tuning.start', request));
  };
  return (
    <>
      <Button variant={isSecond ? 'plain' : 'primary'} disabled={why !== null} onClick={start}>
        {texts.start}
      </Button>
      <ForecastPart choices={why === null && 'choices' in reading ? reading.choices : null} />
      {why === null ? null : (
        <p className="tuning-why" role="note">
          {why}
        </p>
      )}
    </>
  );
}

function Going({ job, tried }: { readonly job: JobState; readonly tried: string }): ReactElement {
  const [pausing, setPausing] = useState(false);
  const phase = useWorkbench(({ jobs }) => phaseText(job, jobs));
  const left = job.remainingMs === null ? '' : texts.left(duration(job.remainingMs));
  const pause = (): void => {
    setPausing(true);
    attempt(() => host().call('job.cancel', { job: job.id }));
  };
  return (
    <>
      <p role="status" className="tuning-status">
        {pausing
          ? texts.pausing
          : [job.phase === 'searching' ? texts.going(tried, phase) : phase, left].filter(Boolean).join(' · ')}
      </p>
      <Progress label={job.title} done={job.done} total={job.total} remainingMs={job.remainingMs} barOnly />
      <Button disabled={pausing} title={texts.pauseHint} onClick={pause}>
        {texts.pause}
      </Button>
    </>
  );
}
