/** Calls about the working plan: changes, undo and redo, versions. Every change is in the project file before it is answered. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import type { Context } from '../context.ts';
import { type OpenedProject, type PlanChange, planVersion } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

type Names = 'plan.commit' | 'plan.undo' | 'plan.redo' | 'plan.document' | 'plan.save' | 'plan.versions' | 'plan.version';

export function planPart({ projects, emit }: Context): Pick<Handlers, Names> {
  /** Tells all windows of a change and returns the new revision. */
  const tell = (one: OpenedProject, client: string, change: PlanChange | undefined): { revision: number } => {
    if (change) {
      emit('plan.changed', { path: one.path, client, ...change });
      projects.planChanged(one);
    }
    return { revision: one.working.revision };
  };
  return {
    'plan.commit': ({ path, client, revision, transaction }) => {
      const one = projects.at(path);
      return tell(one, client, one.working.commit(transaction, revision));
    },
    'plan.undo': ({ path, client }) => {
      const one = projects.at(path);
      return tell(one, client, one.working.undo());
    },
    'plan.redo': ({ path, client }) => {
      const one = projects.at(path);
      return tell(one, client, one.working.redo());
    },
    'plan.document': ({ path }) => projects.at(path).working.document,
    'plan.save': ({ path, message }) => {
      const one = projects.at(path);
      const version = one.working.save(message);
      emit('plan.saved', { path: one.path, version });
      return version;
    },
    'plan.versions': ({ path }) => projects.at(path).project.plans().map(planVersion),
    'plan.version': ({ path, id }) => {
      const one = projects.at(path);
      const record = one.project.plan(id);
      if (record) return parsePlan(record.json, one.path);
      throw new SpikeloomError('option.invalid', `${path} has no version ${id} of the plan.`, { at: { file: path } });
    },
  };
}
