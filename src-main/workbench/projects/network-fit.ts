/** The network of an open project against the limits of a target, for plans that are being edited. */
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { checkFit, type FitReport, TARGETS } from '../../../src-shared/fit/index.ts';
import { formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { fitSubject } from '../../services/fit/fit-subject.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { keptJob } from './kept-job.ts';
import type { OpenedProject } from './opened-project.ts';

const readOutline = keptJob('fit-outline');

type Question = Omit<RequestOf<'network.fit'>, 'path'>;

/**
 * Checks a plan. For chips a job reads the model once; a check itself takes milliseconds. For a processor a job plans the memory of the
 * library, which needs the weights. Throws the errors of the checks and the jobs.
 */
export async function networkFit(
  one: OpenedProject,
  { plan, target, budget }: Question,
  signal: AbortSignal,
): Promise<FitReport> {
  const outline = await readOutline(one, signal);
  const subject = fitSubject(outline, plan);
  return TARGETS[target].kind === 'memory' ? plannedMemory(one, plan, { target, budget }, signal) : checkFit(target, subject);
}

async function plannedMemory(
  { path }: OpenedProject,
  plan: Plan,
  { target, budget: { flash, ram, weights } }: Omit<Question, 'plan'>,
  signal: AbortSignal,
): Promise<FitReport> {
  const sizeOf = (bytes: number | null): string | undefined => (bytes === null ? undefined : String(bytes));
  const request = { project: path, plan: formatPlan(plan), target, flash: sizeOf(flash), ram: sizeOf(ram), weights };
  const { plan: _, ...report } = await runJob('fit', request, { signal, background: true });
  return report;
}
