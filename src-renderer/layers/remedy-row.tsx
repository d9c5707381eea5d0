/** The remedy of a layer: previewed on some samples of the run, and applied to the working plan as one step. */
import { type ReactElement, useState } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { diffPlans, type Plan } from '../../src-shared/plan/index.ts';
import { applyRemedy, type RemedyChange, type RemedyPreview, remedySentence } from '../../src-shared/results/index.ts';
import { host } from '../host/client.ts';
import { attempt, currentPlan, editPlan, phaseText, useWorkbench, workbench } from '../state/index.ts';
import { layersTexts as texts } from '../texts/layers.ts';
import { inWindow } from '../texts/messages.ts';
import { percent, whole } from '../ui/format.ts';
import { Button } from '../ui/index.ts';

/** Samples of a preview: as many as show whether a change helps, within seconds. */
const SAMPLES = 50;

export interface RemedyRowProps {
  readonly layer: string;
  readonly remedy: RemedyChange;
}

export function RemedyRow({ layer, remedy }: RemedyRowProps): ReactElement {
  const plan = useWorkbench(({ history }) => history?.plan);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const { job, start } = usePreview(layer, remedy, plan);
  const sentence = remedySentence(remedy);
  const isApplied = plan !== undefined && diffPlans(plan, applyRemedy(plan, remedy)).length === 0;
  const apply = (): void => editPlan(texts.label(layer, sentence), 'inspector', applyRemedy(currentPlan(), remedy));
  return (
    <div className="layers-remedy">
      <p>{sentence}</p>
      {isApplied ? (
        <span className="layers-applied">{texts.applied}</span>
      ) : (
        <>
          <Button aria-label={texts.previewOf(layer)} disabled={job?.state === 'running'} onClick={start}>
            {texts.preview}
          </Button>
          <Button
            variant="primary"
            disabled={readOnly !== null}
            title={readOnly === null ? undefined : texts.readOnly(inWindow(readOnly))}
            aria-label={texts.applyTo(layer)}
            onClick={apply}
          >
            {texts.apply}
          </Button>
        </>
      )}
      {job && !isApplied ? <Outcome job={job} /> : null}
    </div>
  );
}

/** The preview of a remedy for a plan: its job, once it has been asked for. A preview of another plan is not shown. */
function usePreview(
  layer: string,
  remedy: RemedyChange,
  plan: Plan | undefined,
): { readonly job: JobState | undefined; readonly start: () => void } {
  const [asked, setAsked] = useState<{ readonly job: string; readonly plan: Plan } | null>(null);
  const job = useWorkbench(({ jobs }) => jobs.find(({ id }) => id === asked?.job));
  const start = (): void => {
    const { project, shownRun } = workbench();
    if (!project || !shownRun || !plan) return;
    const request = { path: project.path, id: shownRun.id, layer, samples: SAMPLES };
    attempt(async () => {
      const { job: id } = await host().call('run.preview', { ...request, before: plan, after: applyRemedy(plan, remedy) });
      setAsked({ job: id, plan });
    });
  };
  return { job: asked?.plan === plan ? job : undefined, start };
}

function Outcome({ job }: { readonly job: JobState }): ReactElement {
  const jobs = useWorkbench((state) => state.jobs);
  if (job.preview) return <p className="layers-preview">{previewWords(job.preview)}</p>;
  if (job.state !== 'running')
    return <p className="layers-preview">{job.error ? inWindow(job.error.message) : texts.previewCancelled}</p>;
  return (
    <div className="layers-preview">
      <span>
        {job.total > 1
          ? texts.previewing(phaseText(job, jobs), whole(Math.floor(job.done)), whole(job.total))
          : phaseText(job, jobs)}
      </span>
      <Button variant="quiet" onClick={() => attempt(() => host().call('job.cancel', { job: job.id }))}>
        {texts.cancel}
      </Button>
    </div>
  );
}

/** `On 50 samples: error 77 % → 0.5 %, agreement 24 % → 100 %.` */
function previewWords({ samples, before, after }: RemedyPreview): string {
  const change = (from: number | null, to: number | null): string => `${percent(from)} → ${percent(to)}`;
  return texts.previewed(whole(samples), change(before.error, after.error), change(before.agreement, after.agreement));
}
