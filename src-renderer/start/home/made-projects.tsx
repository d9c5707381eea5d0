/** Projects that jobs make or have just made: for a window that was opened or loaded again meanwhile. */
import X from 'lucide-react/icons/x';
import type { ReactElement } from 'react';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { host } from '../../host/client.ts';
import { attempt, phaseText, useWorkbench, type WorkbenchState } from '../../state/index.ts';
import { startTexts } from '../../texts/start.ts';
import { Badge, IconButton } from '../../ui/index.ts';
import { projectName } from '../../ui/format.ts';
import { openPath, useOpening } from '../opening.ts';

/** Jobs whose projects are not in the list of recent ones yet. */
const made = ({ jobs, recent }: Pick<WorkbenchState, 'jobs' | 'recent'>): readonly JobState[] =>
  jobs.filter(
    ({ kind, state, path }) =>
      kind === 'create' && (state === 'running' || (state === 'done' && !recent.some((one) => one.path === path))),
  );

export function MadeProjects(): ReactElement {
  const jobs = useWorkbench(({ jobs }) => jobs);
  const recent = useWorkbench(({ recent }) => recent);
  const shown = useOpening(({ opening }) => opening?.job);
  return (
    <>
      {made({ jobs, recent })
        .filter(({ id }) => id !== shown)
        .map((job) => (
          <MadeRow key={job.id} job={job} jobs={jobs} />
        ))}
    </>
  );
}

function MadeRow({ job, jobs }: { readonly job: JobState; readonly jobs: readonly JobState[] }): ReactElement {
  const { id, path, state } = job;
  const name = projectName(path);
  const isMade = state === 'done';
  return (
    <li className="start-row" title={path}>
      <button
        type="button"
        className="start-row-open"
        aria-disabled={!isMade || undefined}
        onClick={() => isMade && void openPath(path)}
      >
        <span className="start-row-name">
          {name}
          <Badge tone={isMade ? 'ok' : 'accent'}>{isMade ? startTexts.ready : startTexts.making}</Badge>
        </span>
        <small className="start-row-path">{path}</small>
        <small className="start-row-time">{isMade ? '' : phaseText(job, jobs)}</small>
      </button>
      {isMade ? null : (
        <IconButton
          name={startTexts.cancelMaking(name)}
          icon={<X size={14} aria-hidden />}
          onClick={() => attempt(() => host().call('job.cancel', { job: id }))}
        />
      )}
    </li>
  );
}
