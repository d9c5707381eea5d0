/**
 * Whether the network of the working plan fits the target that was chosen: asked anew with every change of the plan, the target or its
 * memory, and remembered with the project.
 */
import { z } from 'zod';
import type { RequestOf } from '../../src-shared/contract/index.ts';
import { bytesOf, TARGET_IDS, type TargetId } from '../../src-shared/fit/index.ts';
import type { Plan } from '../../src-shared/plan/index.ts';
import { host } from '../host/client.ts';
import { type FitState, NO_FIT } from './fit-state.ts';
import { setViewLayout, useViewLayout } from './layout.ts';
import { asWireError } from './notices.ts';
import { setWorkbench, useWorkbench, workbench, type WorkbenchState } from './workbench.ts';

/** What the network is checked for. */
export interface TargetChoice {
  /** Null where none is chosen. */
  readonly target: TargetId | null;
  /** Sizes of memory as they were typed, such as `1M`; empty: not limited. */
  readonly flash: string;
  readonly ram: string;
  readonly weights: 'float32' | 'int8';
}

const NAME = 'target';
const size = z
  .string()
  .refine((text) => text === '' || bytesOf(text) !== undefined)
  .catch('');
const stored = z.object({
  target: z.enum(TARGET_IDS).nullable().catch(null),
  flash: size,
  ram: size,
  weights: z.enum(['float32', 'int8']).catch('float32'),
});

const read = (layout: unknown): TargetChoice =>
  stored.safeParse(layout).data ?? { target: null, flash: '', ram: '', weights: 'float32' };

/** Hook: the choice. */
export const useTargetChoice = (): TargetChoice => read(useViewLayout(NAME));

/** Changes the choice. */
export const setTargetChoice = (change: Partial<TargetChoice>): void =>
  setViewLayout(NAME, { ...read(workbench().layout.views[NAME]), ...change });

/** What is asked, by parts that are compared one by one. */
interface Question {
  readonly path: string;
  readonly plan: Plan;
  readonly missing: boolean;
  /** As text, since the stored object is another one after every change of it. */
  readonly choice: string;
}

function questionOf({ project, history, layout, connection }: WorkbenchState): Question | null {
  if (!project || !history || connection !== 'open') return null;
  const choice = read(layout.views[NAME]);
  if (choice.target === null) return null;
  return { path: project.path, plan: history.plan, missing: project.model.missing !== null, choice: JSON.stringify(choice) };
}

const same = (a: Question | null, b: Question | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.path === b.path && a.plan === b.plan && a.missing === b.missing && a.choice === b.choice);

/** Follows the plan and the choice. Called once, when the window starts; returns a function that ends it. */
export function followFit(): () => void {
  let asked: Question | null = null;
  let abort = new AbortController();
  const follow = (state: WorkbenchState): void => {
    const question = questionOf(state);
    if (same(question, asked)) return;
    // The last answer stays while a new one for the same project and target is on its way, so that nothing flickers.
    const stays =
      question !== null && asked?.path === question.path && state.fit.report?.target === read(JSON.parse(question.choice)).target;
    asked = question;
    abort.abort();
    abort = new AbortController();
    if (!stays && state.fit !== NO_FIT) setWorkbench({ fit: NO_FIT });
    if (question) void ask(question, abort.signal);
  };
  follow(workbench());
  const stop = useWorkbench.subscribe(follow);
  return () => {
    stop();
    abort.abort();
  };
}

async function ask({ path, plan, choice }: Question, signal: AbortSignal): Promise<void> {
  const { target, flash, ram, weights } = read(JSON.parse(choice));
  const budget = { flash: bytesOf(flash) ?? null, ram: bytesOf(ram) ?? null, weights };
  const request: RequestOf<'network.fit'> = { path, plan, target: target!, budget };
  try {
    const report = await host().call('network.fit', request, { signal });
    if (!signal.aborted) setWorkbench({ fit: { report, error: null } });
  } catch (error) {
    const wire = asWireError(error);
    // A lost connection is said elsewhere, and the question is asked again when it is back.
    if (!signal.aborted && wire.code !== 'connection.lost') setWorkbench({ fit: { report: null, error: wire } });
  }
}

/** Hook: the answer. */
export const useFit = (): FitState => useWorkbench(({ fit }) => fit);
