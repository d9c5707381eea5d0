/**
 * The working plan of an open project: its history in memory, its journal in the project file. Every change is in the file before
 * it is acknowledged.
 */
import { setImmediate } from 'node:timers/promises';
import { type PlanDocument, type PlanVersion, transactionSchema } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import {
  applyTransaction,
  commit,
  diffPlans,
  formatPlan,
  type History,
  invertTransaction,
  parsePlan,
  type Plan,
  type PlanTransaction,
  planTransaction,
  readPlan,
  redo,
  startHistory,
  undo,
} from '../../../src-shared/plan/index.ts';
import type { PlanRecord, Project } from '../../project/index.ts';
import { readOnlyError } from '../../services/project/read-only.ts';

/** A change as the windows hear of it: what to apply to the plan before. */
export interface PlanChange {
  readonly kind: 'commit' | 'undo' | 'redo';
  readonly revision: number;
  readonly transaction: PlanTransaction;
}

export interface WorkingPlan {
  readonly plan: Plan;
  /** Grows by one with every change. */
  readonly revision: number;
  readonly document: PlanDocument;
  /** Whether the newest saved version is this plan. */
  readonly saved: { readonly version: number; readonly same: boolean };
  /** Undefined where the transaction changes nothing. Throws `plan.stale`, `plan.invalid`, `project.read-only`. */
  commit(transaction: PlanTransaction, revision: number): PlanChange | undefined;
  /** Undefined where there is nothing to take back, or to do again. */
  undo(): PlanChange | undefined;
  redo(): PlanChange | undefined;
  /** Saves the plan as a version. */
  save(message: string): PlanVersion;
}

export const planVersion = ({ id, parent, message, created }: PlanRecord): PlanVersion => ({ id, parent, message, created });

/**
 * The working plan of `project`, as its journal has it. A version that another program saved meanwhile is taken over as one more
 * change, so that nothing is lost either way. Throws `project.damaged`.
 */
export async function openWorkingPlan(project: Project): Promise<WorkingPlan> {
  const { path } = project;
  let newest = newestVersion(project);
  let saved = parsePlan(newest.json, path);
  let { history, start, revision } = await restore(project, newest);

  const head = (next: number) => ({ start, version: newest.id, revision: next });

  const apply = (next: History, write: () => void): void => {
    write();
    revision++;
    history = next;
  };

  const change = (kind: PlanChange['kind'], transaction: PlanTransaction): PlanChange => ({ kind, revision, transaction });

  const working: WorkingPlan = {
    get plan() {
      return history.plan;
    },
    get revision() {
      return revision;
    },
    get saved() {
      return { version: newest.id, same: diffPlans(saved, history.plan).length === 0 };
    },
    get document() {
      const { plan, done, undone } = history;
      return { revision, plan, done: [...done], undone: [...undone], saved: working.saved };
    },
    commit(transaction, madeFor) {
      requireWritable(project);
      if (madeFor !== revision) throw stale();
      const next = committed(history, transaction);
      if (next === history) return undefined;
      apply(next, () => project.journalCommit(transaction, head(revision + 1)));
      return change('commit', transaction);
    },
    undo() {
      requireWritable(project);
      const last = history.done.at(-1);
      if (!last) return undefined;
      apply(undo(history), () => project.journalUndo(head(revision + 1)));
      return change('undo', invertTransaction(last));
    },
    redo() {
      requireWritable(project);
      const next = history.undone.at(-1);
      if (!next) return undefined;
      apply(redo(history), () => project.journalRedo(head(revision + 1)));
      return change('redo', next);
    },
    save(message) {
      requireWritable(project);
      const at = new Date().toISOString();
      const json = formatPlan(history.plan);
      const id = project.savePlan({ model: newest.model, parent: newest.id, message, json, at });
      newest = project.plan(id)!;
      saved = history.plan;
      project.journalHead(head(revision));
      return planVersion(newest);
    },
  };

  if (project.readOnly === undefined) catchUp();
  return working;

  /** What the journal does not know yet: a version that the command line saved while the project was closed. */
  function catchUp(): void {
    const journal = project.journalStart();
    if (!journal) return project.startJournal(head(revision));
    if (journal.version === newest.id) return;
    const label = `Version ${newest.id}, saved by another program: ${newest.message}`.slice(0, 500);
    const transaction = planTransaction(label, 'cli', history.plan, saved);
    const next = commit(history, transaction);
    if (next === history) project.journalHead(head(revision));
    else apply(next, () => project.journalCommit(transaction, head(revision + 1)));
  }
}

function newestVersion(project: Project): PlanRecord {
  const newest = project.latestPlan();
  if (newest) return newest;
  const message = `${project.path} holds no plan; make a new project of its ONNX file`;
  throw new SpikeloomError('project.damaged', message, { at: { file: project.path } });
}

/** The history that the journal tells; a fresh one where there is none. */
async function restore(project: Project, newest: PlanRecord): Promise<{ history: History; start: number; revision: number }> {
  const journal = project.journalStart();
  if (!journal) return { history: startHistory(parsePlan(newest.json, project.path)), start: newest.id, revision: 0 };
  const { start, revision } = journal;
  try {
    return { history: await replay(project, parsePlan(project.plan(start)!.json)), start, revision };
  } catch (cause) {
    const message = `${project.path} is damaged: the changes of its plan do not follow from version ${start}; restore it from a copy.`;
    throw new SpikeloomError('project.damaged', message, { at: { file: project.path }, cause });
  }
}

/** Changes that are read before others have their turn: a long journal takes long, and a host has windows to answer. */
const SLICE = 100;

/** What was done leads to the plan as it is; what was taken back has to follow from there, and waits to be done again. */
async function replay(project: Project, start: Plan): Promise<History> {
  const done: PlanTransaction[] = [];
  const undone: PlanTransaction[] = [];
  let [plan, last] = [start, start];
  for (let first = 0; ; first += SLICE) {
    const entries = project.journalEntries(first, SLICE);
    for (const entry of entries) {
      const transaction = transactionSchema.parse(entry.transaction);
      last = applyTransaction(last, transaction);
      (entry.undone ? undone : done).push(transaction);
      if (!entry.undone) plan = last;
    }
    if (entries.length < SLICE) return { plan, done, undone: undone.reverse() };
    await setImmediate();
  }
}

/** The history with the transaction, if it fits the plan and what comes out is a plan. */
function committed(history: History, transaction: PlanTransaction): History {
  let next: History;
  try {
    next = commit(history, transaction);
  } catch (cause) {
    throw stale(cause);
  }
  const { problems } = readPlan(formatPlan(next.plan));
  const [problem] = problems;
  if (!problem) return next;
  throw new SpikeloomError(problem.code, `The change makes no valid plan: ${problem.path} ${problem.message}.`);
}

function requireWritable(project: Project): void {
  if (project.readOnly !== undefined) throw readOnlyError(project, 'its plan stays as it is');
}

const stale = (cause?: unknown): SpikeloomError =>
  new SpikeloomError(
    'plan.stale',
    'The plan was changed in another window meanwhile, so that this change was not made; look at the plan as it is now and repeat it.',
    { cause },
  );
