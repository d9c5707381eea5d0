/** Calls about the list of a project's runs: their names, the pinned one, taking runs off the list and putting them back. */
import { BASELINE_SETTING } from '../../services/project/setting-names.ts';
import type { Context } from '../context.ts';
import { discardRuns, keepRuns, removeRuns, requireWritable, runAt, runSummaries, tellRuns } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

type Names = 'run.list' | 'run.describe' | 'run.pin' | 'run.remove' | 'run.keep' | 'run.discard';

/** What follows for a project that can only be read. */
const LIST_STAYS = 'its list of runs stays as it is';

export function runListPart({ projects, emit }: Context): Pick<Handlers, Names> {
  return {
    'run.list': ({ path }) => runSummaries(projects.at(path)),
    'run.describe': ({ path, id, ...label }) => {
      const one = projects.at(path);
      requireWritable(one, LIST_STAYS);
      runAt(one, id);
      one.project.labelRun(id, label);
      tellRuns(emit, one);
      return {};
    },
    'run.pin': ({ path, id }) => {
      const one = projects.at(path);
      requireWritable(one, LIST_STAYS);
      if (id !== null) runAt(one, id);
      one.project.writeSetting(BASELINE_SETTING, id);
      emit('baseline.changed', { path: one.path, baseline: id });
      return {};
    },
    'run.remove': ({ path, ids }, { connection }) => {
      const one = projects.at(path);
      requireWritable(one, LIST_STAYS);
      removeRuns(emit, one, ids, connection);
      return {};
    },
    'run.keep': ({ path, ids }) => {
      keepRuns(emit, projects.at(path), ids);
      return {};
    },
    'run.discard': ({ path, ids }) => {
      discardRuns(projects.at(path), ids);
      return {};
    },
  };
}
