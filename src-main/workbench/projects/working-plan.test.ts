/** The working plan restored from its journal equals the one in memory, after any changes and wherever the project is reopened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arbitraryPlan } from '../../../src-shared/plan/arbitrary-plan.ts';
import {
  commit,
  EMPTY_PLAN,
  formatPlan,
  type History,
  type Plan,
  planTransaction,
  redo,
  startHistory,
  undo,
} from '../../../src-shared/plan/index.ts';
import { createProject, openProject, type Project } from '../../project/index.ts';
import { openWorkingPlan } from './working-plan.ts';

const AT = '2025-01-01T00:00:00Z';
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-plan-'));
  path = join(folder, 'p.spikeloom');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fresh = (): void => {
  rmSync(path, { force: true });
  createProject(path, (made) => {
    const model = made.saveModel({ sha256: 'a'.repeat(64), path: 'net.onnx', size: 1, at: AT });
    made.savePlan({ model, message: 'converted', json: formatPlan(EMPTY_PLAN), at: AT });
  });
};

type Step = 'undo' | 'redo' | 'save' | 'reopen' | Plan;
const step: fc.Arbitrary<Step> = fc.oneof(fc.constantFrom('undo', 'redo', 'save', 'reopen'), arbitraryPlan);

it('is what the history is, over any edits, undos, saves and reopenings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      fresh();
      let project = openProject(path);
      try {
        let working = await openWorkingPlan(project);
        let history: History = startHistory(EMPTY_PLAN);
        for (const one of steps) {
          const { revision } = working.document;
          if (one === 'undo') {
            history = undo(history);
            working.undo();
          } else if (one === 'redo') {
            history = redo(history);
            working.redo();
          } else if (one === 'save') working.save('saved');
          else if (one === 'reopen') {
            project.close();
            project = openProject(path);
            working = await openWorkingPlan(project);
          } else {
            const transaction = planTransaction('edit', 'text', history.plan, one);
            history = commit(history, transaction);
            working.commit(transaction, revision);
          }
          expect(working.document).toMatchObject(history);
        }
      } finally {
        project.close();
      }
    }),
    { numRuns: 60 },
  );
});

describe('a version that another program saves', () => {
  const edit = async (project: Project, plan: Plan): Promise<void> => {
    const working = await openWorkingPlan(project);
    working.commit(planTransaction('edit', 'text', working.plan, plan), working.document.revision);
  };
  const saveElsewhere = (plan: Plan): void => {
    using project = openProject(path);
    project.savePlan({ model: 1, parent: 1, message: 'converted again', json: formatPlan(plan), at: AT });
  };

  it('is taken over as a change that can be undone', async () => {
    fresh();
    {
      using project = openProject(path);
      await edit(project, { ...EMPTY_PLAN, steps: 4 });
    }
    saveElsewhere({ ...EMPTY_PLAN, steps: 16 });
    using project = openProject(path);
    const working = await openWorkingPlan(project);
    expect(working.plan.steps).toBe(16);
    expect(working.saved).toEqual({ version: 2, same: true });
    expect(working.document.done.at(-1)).toMatchObject({
      label: 'Version 2, saved by another program: converted again',
      origin: 'cli',
    });
    working.undo();
    expect(working.plan.steps).toBe(4);
    // The change is taken over only once.
    const again = await openWorkingPlan(project);
    expect(again.document).toEqual(working.document);
  });

  it('changes nothing where it is the working plan already', async () => {
    fresh();
    {
      using project = openProject(path);
      await edit(project, { ...EMPTY_PLAN, steps: 4 });
    }
    saveElsewhere({ ...EMPTY_PLAN, steps: 4 });
    using project = openProject(path);
    expect((await openWorkingPlan(project)).document).toMatchObject({ revision: 1, saved: { version: 2, same: true } });
  });
});

it('is read, and not changed, in a project that can only be read', async () => {
  fresh();
  using writer = openProject(path);
  const working = await openWorkingPlan(writer);
  working.commit(planTransaction('edit', 'text', EMPTY_PLAN, { ...EMPTY_PLAN, steps: 4 }), 0);
  using project = openProject(path);
  const seen = await openWorkingPlan(project);
  expect(seen.document).toEqual(working.document);
  expect(() => seen.undo()).toThrow(expect.objectContaining({ code: 'project.read-only' }));
});

it('says that a project whose journal does not fit is damaged', async () => {
  fresh();
  {
    using project = openProject(path);
    await openWorkingPlan(project);
  }
  const db = new Database(path);
  db.exec(
    `INSERT INTO journal VALUES (1, '{"label":"x","origin":"text","changes":[{"kind":"field","path":["steps"],"from":7}]}', 0)`,
  );
  db.close();
  using project = openProject(path);
  await expect(openWorkingPlan(project)).rejects.toMatchObject({ code: 'project.damaged' });
});

it('has a long journal back as it was, whatever is done while it is read', async () => {
  fresh();
  using project = openProject(path);
  const working = await openWorkingPlan(project);
  const edits = 250;
  for (let steps = 1; steps <= edits; steps++) {
    const to = { ...EMPTY_PLAN, steps };
    working.commit(planTransaction(`${steps}`, 'text', working.plan, to), working.revision);
  }
  for (let back = 0; back < 120; back++) working.undo();
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  const again = await openWorkingPlan(project);
  clearInterval(others);
  expect(again.document).toEqual(working.document);
  // The event loop ran in between.
  expect(turns).toBeGreaterThan(0);
});
