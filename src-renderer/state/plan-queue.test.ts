/** Changes on their way to services that go away and come back. */
import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { EMPTY_PLAN, type PlanTransaction } from '../../src-shared/plan/index.ts';
import { createPlanQueue, type PlanStep } from './plan-queue.ts';

const PATH = 'a.spikeloom';
const transaction = (label: string): PlanTransaction => ({ label, origin: 'graph', changes: [] });
const step = (revision: number, kind: PlanStep['kind'] = 'commit'): PlanStep => ({
  path: PATH,
  kind,
  revision,
  transaction: kind === 'commit' ? transaction(`change ${revision}`) : null,
  before: { ...EMPTY_PLAN, steps: revision + 1 },
  after: { ...EMPTY_PLAN, steps: revision + 2 },
});
const lost = (): SpikeloomError => new SpikeloomError('connection.lost', 'Gone.');

/** Services that keep what they are sent, as `faults` lets them: one entry a call, in order. */
function services(faults: ('ok' | 'lost' | 'lost after' | SpikeloomError)[]) {
  let labels: string[] = [];
  let revision = 0;
  const refused: unknown[] = [];
  const dropped: (number | undefined)[][] = [];
  const document = (): PlanDocument => ({
    revision,
    plan: EMPTY_PLAN,
    done: labels.map(transaction),
    undone: [],
    saved: { version: 1, same: false },
  });
  const queue = createPlanQueue({
    send: ({ revision: madeFor, kind, transaction: made }) => {
      const fault = faults.shift() ?? 'ok';
      if (fault instanceof SpikeloomError) return Promise.reject(fault);
      if (fault === 'lost') return Promise.reject(lost());
      if (madeFor !== revision) return Promise.reject(new SpikeloomError('plan.stale', 'Stale.'));
      labels = kind === 'commit' ? [...labels, made!.label] : labels.slice(0, -1);
      revision++;
      return fault === 'ok' ? Promise.resolve() : Promise.reject(lost());
    },
    document: () => Promise.resolve(document()),
    connected: () => Promise.resolve(),
    refused: (error, _path, _document, steps) => {
      refused.push((error as SpikeloomError).code);
      dropped.push([steps[0]!.before.steps, steps.at(-1)!.after.steps]);
    },
  });
  return {
    queue,
    refused,
    dropped,
    labels: () => labels,
    /** What another window does meanwhile. */
    interfere: () => {
      labels = [...labels, 'of another window'];
      revision++;
    },
  };
}

describe('changes of the plan', () => {
  it('arrive one after another', async () => {
    const { queue, labels } = services([]);
    for (const revision of [0, 1, 2]) queue.push(step(revision));
    expect(queue.isWaiting(PATH)).toBe(true);
    await queue.idle();
    expect(labels()).toEqual(['change 0', 'change 1', 'change 2']);
    expect(queue.isWaiting(PATH)).toBe(false);
  });

  it('that the services never got are sent again', async () => {
    const { queue, labels, refused } = services(['lost', 'lost', 'ok']);
    for (const revision of [0, 1]) queue.push(step(revision));
    await queue.idle();
    expect(labels()).toEqual(['change 0', 'change 1']);
    expect(refused).toEqual([]);
  });

  it('that arrived, but whose answer did not, are made once', async () => {
    const { queue, labels } = services(['ok', 'lost after', 'lost after', 'ok']);
    queue.push(step(0));
    queue.push(step(1));
    queue.push(step(2, 'undo'));
    queue.push(step(3));
    await queue.idle();
    expect(labels()).toEqual(['change 0', 'change 3']);
  });

  it('that no longer fit are given up together, and said so', async () => {
    const { queue, labels, refused, dropped, interfere } = services(['lost']);
    queue.push(step(0));
    queue.push(step(1));
    interfere();
    await queue.idle();
    expect(labels()).toEqual(['of another window']);
    expect(refused).toEqual(['plan.stale']);
    // Nothing of them is gone: from the plan before the first to that after the last.
    expect(dropped).toEqual([[1, 3]]);
    expect(queue.isWaiting(PATH)).toBe(false);
  });

  it('that are refused take those with them that were made after', async () => {
    const { queue, labels, refused } = services([new SpikeloomError('project.read-only', 'No.')]);
    queue.push(step(0));
    queue.push(step(1));
    await queue.idle();
    expect(refused).toEqual(['project.read-only']);
    expect(labels()).toEqual([]);
  });
});
