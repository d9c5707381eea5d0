/** The network of an open project against the limits of a target, for plans that are being edited. */
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { checkFit, type FitReport } from '../../../src-shared/fit/index.ts';
import { fitSubject } from '../../services/fit/fit-subject.ts';
import { keptJob } from './kept-job.ts';
import type { OpenedProject } from './opened-project.ts';

const readOutline = keptJob('fit-outline');

/** Checks a plan. A job reads the model once; a check itself takes milliseconds. Throws the errors of both. */
export async function networkFit(
  one: OpenedProject,
  { plan, target, budget: { flash, ram, weights } }: Omit<RequestOf<'network.fit'>, 'path'>,
  signal: AbortSignal,
): Promise<FitReport> {
  const outline = await readOutline(one, signal);
  return checkFit(target, fitSubject(outline, plan), { flash: flash ?? undefined, ram: ram ?? undefined, weights });
}
