/**
 * Changes of the plan on their way to the services, one after another, since each names the revision it was made for. What a lost
 * connection interrupts goes on when it is back, neither forgotten nor made twice.
 */
import type { PlanDocument } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Plan, PlanTransaction } from '../../src-shared/plan/index.ts';

/** A change that the window shows already. */
export interface PlanStep {
  readonly path: string;
  readonly kind: 'commit' | 'undo' | 'redo';
  /** Revision it was made for. */
  readonly revision: number;
  /** What was changed; null for an undo or redo. */
  readonly transaction: PlanTransaction | null;
  /** The plan that the window showed before and after it. */
  readonly before: Plan;
  readonly after: Plan;
}

/** What the queue needs of the world. */
export interface PlanServices {
  send(step: PlanStep): Promise<unknown>;
  /** The plan as the services have it. */
  document(path: string): Promise<PlanDocument>;
  /** Resolves when there is a connection. */
  connected(): Promise<void>;
  /** A change was refused, and those made after it with it: `dropped`, at least one. `document` is the plan without them, if it could be had. */
  refused(error: unknown, path: string, document: PlanDocument | null, dropped: readonly PlanStep[]): void;
}

export interface PlanQueue {
  push(step: PlanStep): void;
  /** Whether changes of a project are still on their way: then the window knows better than the services. */
  isWaiting(path: string): boolean;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

export function createPlanQueue(services: PlanServices): PlanQueue {
  let waiting: readonly PlanStep[] = [];
  let work: Promise<void> = Promise.resolve();

  async function refuse(error: unknown, path: string): Promise<void> {
    const document = await services.document(path).catch(() => null);
    // Those that were made while this was asked are in the same place.
    const dropped = waiting.filter((step) => step.path === path);
    waiting = waiting.filter((step) => step.path !== path);
    services.refused(error, path, document, dropped);
  }

  /** Sends one step; again after a loss of the connection, unless it had arrived. */
  async function deliver(step: PlanStep): Promise<void> {
    for (;;) {
      try {
        return void (await services.send(step));
      } catch (error) {
        if (!isLost(error)) return refuse(error, step.path);
      }
      const arrived = await hasArrived(step);
      if (arrived === 'yes') return;
      if (arrived === 'stale') return refuse(stale(), step.path);
    }
  }

  async function hasArrived(step: PlanStep): Promise<'yes' | 'no' | 'stale'> {
    for (;;) {
      await services.connected();
      try {
        return placeOf(step, await services.document(step.path));
      } catch (error) {
        if (!isLost(error)) return 'stale';
      }
    }
  }

  async function next(): Promise<void> {
    const [step] = waiting;
    if (!step) return;
    await deliver(step);
    waiting = waiting.filter((other) => other !== step);
  }

  return {
    push(step) {
      waiting = [...waiting, step];
      work = work.then(next);
    },
    isWaiting: (path) => waiting.some((step) => step.path === path),
    idle: () => work,
  };
}

/** Whether a plan has a step in it, could take it, or has gone another way. */
function placeOf({ kind, revision, transaction }: PlanStep, document: PlanDocument): 'yes' | 'no' | 'stale' {
  if (document.revision === revision) return 'no';
  if (document.revision !== revision + 1) return 'stale';
  return kind !== 'commit' || JSON.stringify(document.done.at(-1)) === JSON.stringify(transaction) ? 'yes' : 'stale';
}

const isLost = (error: unknown): boolean => error instanceof SpikeloomError && error.code === 'connection.lost';

const stale = (): SpikeloomError =>
  new SpikeloomError(
    'plan.stale',
    'The plan was changed in another window while this one was not connected. What was changed here meanwhile does not fit it any more.',
  );
