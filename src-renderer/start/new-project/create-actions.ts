/** Making the project of a draft: a job, then it opens. */
import { host } from '../../host/client.ts';
import { asWireError } from '../../state/index.ts';
import { jobEnd } from '../job-end.ts';
import { openPath } from '../opening.ts';
import { draft, placeProblem, preprocessOf, readingOf, setDraft } from './draft.ts';
import { endDraft } from './model-actions.ts';
import { checkPlace, placeKnown } from './place-actions.ts';

/** The draft whose job is being started: a double click starts one. */
let starting: string | null = null;

/** Starts the job, where the place is one. */
export async function createProject(): Promise<void> {
  await placeKnown();
  const now = draft();
  if (!now?.file || now.job !== null || now.file === starting || placeProblem(now) !== undefined) return;
  const { file: model, source, batch, skipBad, dataset, out, replace } = now;
  const preprocess = preprocessOf(now);
  await follow(model, async () => {
    const { job } = await host().call('project.create', {
      model,
      out,
      ...(replace ? { replace } : {}),
      calibration: { source, batch, skipBad },
      dataset: dataset === '' ? null : dataset,
      ...readingOf(now),
      ...(preprocess === null ? {} : { preprocess }),
    });
    return job;
  });
}

/** Gives the job up; the draft stays, so that nothing has to be chosen again. */
export async function cancelCreating(): Promise<void> {
  const job = draft()?.job;
  if (job) await host().call('job.cancel', { job });
}

/** Follows the job of a model's draft to its end: the project opens, or the draft says why not. One that was left meanwhile says nothing. */
async function follow(model: string, start: () => Promise<string>): Promise<void> {
  let job: string | null = null;
  const isMine = (): boolean => draft()?.file === model && draft()?.job === job;
  setDraft({ failure: null });
  try {
    starting = model;
    const started = await start().finally(() => (starting = null));
    if (!isMine()) return;
    job = started;
    setDraft({ job });
    const { path } = await jobEnd(job);
    if (!isMine()) return;
    endDraft();
    await openPath(path);
  } catch (error) {
    if (!isMine()) return;
    const wire = asWireError(error);
    void checkPlace();
    setDraft({ job: null, failure: wire.code === 'cancelled' ? null : wire });
  }
}
