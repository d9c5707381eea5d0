/** Runs, calibrations and imports: how far they are, what became of them. */
import type { ReactElement } from 'react';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { isWarning, noteMessage } from '../../../src-shared/message/index.ts';
import { host } from '../../host/client.ts';
import { attempt, phaseText, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { inWindow } from '../../texts/messages.ts';
import { duration, moment } from '../../ui/format.ts';
import { Badge, Button, CopyButton, EmptyState, errorDetails, Progress, type Tone } from '../../ui/index.ts';

const texts = appTexts.jobs;
const TONES: Readonly<Record<JobState['state'], Tone>> = {
  running: 'accent',
  done: 'ok',
  cancelled: 'neutral',
  failed: 'danger',
};

export function JobsPanel(): ReactElement {
  const jobs = useWorkbench((state) => state.jobs);
  if (jobs.length === 0) return <EmptyState title={texts.emptyTitle}>{texts.empty}</EmptyState>;
  return (
    <ul className="app-jobs" aria-label={texts.label}>
      {jobs.map((job) => (
        <Job key={job.id} job={job} jobs={jobs} />
      ))}
    </ul>
  );
}

function Job({ job, jobs }: { readonly job: JobState; readonly jobs: readonly JobState[] }): ReactElement {
  const { id, title, state, done, total, remainingMs, error, started, finished, notes } = job;
  const ended =
    state === 'running' ? null : texts.took(duration(finished === null ? 0 : Date.parse(finished) - Date.parse(started)));
  return (
    <li className="app-job">
      <span className="app-job-state">
        <Badge tone={TONES[state]}>{texts.states[state]}</Badge>
      </span>
      <span className="app-job-title">{title}</span>
      <span className="app-job-buttons">
        {state === 'running' ? (
          <Button
            variant="quiet"
            className="app-row-button"
            onClick={() => attempt(() => host().call('job.cancel', { job: id }))}
          >
            {texts.cancel}
          </Button>
        ) : null}
        {state === 'failed' || state === 'cancelled' ? (
          <Button variant="quiet" className="app-row-button" onClick={() => attempt(() => host().call('job.retry', { job: id }))}>
            {texts.retry}
          </Button>
        ) : null}
        {error ? <CopyButton text={errorDetails(error)} /> : null}
      </span>
      <span className="app-job-time">
        {moment(started)}
        {ended === null ? '' : `, ${ended}`}
      </span>
      {state === 'running' ? (
        <div className="app-job-more">
          <p className="app-job-phase">{phaseText(job, jobs)}</p>
          <Progress label={title} done={done} total={total} remainingMs={remainingMs} />
        </div>
      ) : null}
      {error ? <p className="app-job-more app-job-error selectable">{inWindow(error.message)}</p> : null}
      {notes.length > 0 ? (
        <ul className="app-job-more app-job-notes selectable">
          {notes.map((note) => {
            const text = inWindow(noteMessage(note));
            return <li key={text}>{isWarning(note) ? texts.warning(text) : text}</li>;
          })}
        </ul>
      ) : null}
    </li>
  );
}
