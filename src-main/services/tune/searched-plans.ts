/** The plans that the searches of a project have tried, and the one that the last of them found. */
import { parsePlan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { SearchedPlans, TunedPlan } from '../../../src-shared/tuning/index.ts';
import type { Project } from '../../project/index.ts';
import { outcomeIn, readTuneRequest, TUNE_JOB } from './trial-store.ts';

/** The searches of a project that have tried a plan, as far as a comparison of methods needs them. */
export interface ProjectSearches {
  readonly searches: readonly SearchedPlans[];
  /** The best plan of the search that ended last, with the samples that it was chosen on, or the reason why there is none. */
  readonly tuned: (TunedPlan & { readonly dataset: string }) | { readonly why: string };
}

/** Reads all searches of a project. */
export function projectSearches(project: Project): ProjectSearches {
  const all = project
    .jobs()
    .filter(({ kind }) => kind === TUNE_JOB)
    .map((job) => ({ ...job, rows: project.trials(job.id) }));
  // A finished search has a last row, which is its result.
  const searches = all.flatMap(({ rows }) => {
    const tried = [...new Set(rows.map(({ plan }) => plan).filter((plan) => plan !== ''))].map((plan) => parsePlan(plan));
    // The first plan that a search tries has one setting for all layers that it may change.
    return tried.length === 0 ? [] : [{ start: tried[0]!, tried }];
  });
  const [latest] = all
    .flatMap(({ rows, request, finished, created }) => {
      const outcome = outcomeIn(rows);
      return outcome ? [{ outcome, request, at: Date.parse(finished ?? created) }] : [];
    })
    .sort((a, b) => b.at - a.at);
  return { searches, tuned: latest ? tunedIn(latest) : { why: 'No search of this project has ended; tune the project first.' } };
}

function tunedIn({
  outcome: { best },
  request,
}: {
  readonly outcome: NonNullable<ReturnType<typeof outcomeIn>>;
  readonly request: unknown;
}): ProjectSearches['tuned'] {
  if (!best) return { why: 'The last search found no plan that meets its budgets.' };
  const plan = parsePlan(JSON.stringify(best.plan));
  const { numbers, steps, stop_margin: margin } = best;
  return { plan, numbers, margin, last: Math.min(steps, stepsOf(plan)), dataset: readTuneRequest(request)?.dataset ?? '' };
}
