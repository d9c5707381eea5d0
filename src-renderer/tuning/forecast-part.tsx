/** The forecast of a search, measured on request before it starts. A forecast for other choices is not shown. */
import { type ReactElement, useState } from 'react';
import type { JobState, TuningChoices } from '../../src-shared/contract/index.ts';
import type { TuningForecast } from '../../src-shared/tuning/index.ts';
import { host } from '../host/client.ts';
import { attempt, phaseText, useWorkbench, workbench } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { bytes, duration, whole } from '../ui/format.ts';
import { Button } from '../ui/index.ts';

/** `choices`: null while the form does not come to a search. */
export function ForecastPart({ choices }: { readonly choices: TuningChoices | null }): ReactElement {
  const key = JSON.stringify(choices);
  const [asked, setAsked] = useState<{ readonly job: string; readonly key: string } | null>(null);
  const job = useWorkbench(({ jobs }) => (asked?.key === key ? jobs.find(({ id }) => id === asked.job) : undefined));
  const start = (): void => {
    const { project, settings } = workbench();
    if (!project || !choices) return;
    const request = { path: project.path, threads: settings.threads, ...choices };
    attempt(async () => {
      const { job: id } = await host().call('tuning.forecast', request);
      setAsked({ job: id, key });
    });
  };
  return (
    <>
      {job?.state === 'running' ? (
        <Button onClick={() => attempt(() => host().call('job.cancel', { job: job.id }))}>{texts.cancelForecast}</Button>
      ) : (
        <Button disabled={choices === null} title={texts.forecastHint} onClick={start}>
          {texts.forecast}
        </Button>
      )}
      {job ? (
        <p className="tuning-status" role="status">
          <Outcome job={job} />
        </p>
      ) : null}
    </>
  );
}

function Outcome({ job }: { readonly job: JobState }): ReactElement {
  const phase = useWorkbench(({ jobs }) => phaseText(job, jobs));
  if (job.state === 'running') return <>{phase}</>;
  if (job.forecast) return <>{forecastWords(job.forecast)}</>;
  return <>{job.error ? inWindow(job.error.message) : texts.forecastCancelled}</>;
}

/** `About 89 plans in 9 min 10 s, at most 1.2 GB of memory, when its limits end it. Measured on 50 samples in 12 s.` */
const forecastWords = ({ trials, ms, memory, complete, samples, measuredMs }: TuningForecast): string =>
  [
    texts.forecasted(texts.plans(whole(trials)), duration(ms), bytes(memory)),
    complete ? texts.forecastWhole : texts.forecastCut,
    texts.forecastFrom(whole(samples), duration(measuredMs)),
  ].join(' ');
