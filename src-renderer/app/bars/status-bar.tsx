/** The bar at the bottom: connection, problems, jobs; what is selected, whether the plan has a name, the engine. */
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import type { ReactElement } from 'react';
import { selectedLayers, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { classNames, Tooltip } from '../../ui/index.ts';
import { count, percent } from '../../ui/format.ts';
import { showView } from '../../views/index.ts';
import { openDialog } from '../dialogs.ts';
import { problemCount } from '../panels/problems.ts';
import { useProblems } from '../panels/use-problems.ts';

const texts = appTexts.status;

export function StatusBar(): ReactElement {
  const isOpen = useWorkbench(({ project }) => project !== null);
  return (
    <footer className="app-status" aria-label={appTexts.landmarks.status}>
      <Connection />
      <JobNews />
      {isOpen ? (
        <>
          <Problems />
          <RunningJob />
          <span className="app-status-space" />
          <Selected />
          <Saved />
        </>
      ) : (
        <span className="app-status-space" />
      )}
      <EngineInUse />
    </footer>
  );
}

function Connection(): ReactElement {
  const connection = useWorkbench((state) => state.connection);
  return (
    <span className="app-status-item" role="status">
      <span className={classNames('app-status-dot', `app-status-${connection}`)} />
      {appTexts.connection[connection]}
    </span>
  );
}

/** For who does not see it: how the last job ended. */
function JobNews(): ReactElement {
  const news = useWorkbench(({ jobs: [last] }) => (last && last.state !== 'running' ? texts.ended(last.title, last.state) : ''));
  return (
    <span className="visually-hidden" role="status">
      {news}
    </span>
  );
}

function Problems(): ReactElement {
  const problems = problemCount(useProblems());
  const icon =
    problems > 0 ? <CircleAlert size={14} aria-hidden className="app-problem-warning" /> : <CircleCheck size={14} aria-hidden />;
  return (
    <button type="button" className="app-status-item" onClick={() => showView('problems')}>
      {icon}
      {problems > 0 ? texts.problems(problems) : texts.noProblems}
    </button>
  );
}

function RunningJob(): ReactElement | null {
  const job = useWorkbench(({ jobs }) => jobs.find(({ state }) => state === 'running'));
  if (!job) return null;
  return (
    <button type="button" className="app-status-item" onClick={() => showView('jobs')}>
      {job.total > 0 ? texts.job(job.title, percent(job.done / job.total, 0)) : job.title}
    </button>
  );
}

function Selected(): ReactElement | null {
  const project = useWorkbench((state) => state.project);
  const selection = useWorkbench((state) => state.selection);
  const layers = selectedLayers({ project, selection });
  if (layers.length === 0) return null;
  return (
    <span className="app-status-item">
      {texts.selected(layers.length, count(layers.reduce((sum, { neurons }) => sum + neurons, 0)))}
    </span>
  );
}

function Saved(): ReactElement | null {
  const saved = useWorkbench((state) => state.saved);
  if (!saved) return null;
  return (
    <Tooltip text={texts.savedHint} side="top">
      <span className="app-status-item" tabIndex={0}>
        {saved.same ? texts.saved(saved.version) : texts.changed(saved.version)}
      </span>
    </Tooltip>
  );
}

function EngineInUse(): ReactElement {
  const { engine, threads } = useWorkbench((state) => state.settings);
  const label = useWorkbench(({ info }) => info?.engines.find(({ id }) => id === engine)?.label);
  return (
    <Tooltip text={label} side="top">
      <button type="button" className="app-status-item" onClick={() => openDialog('settings')}>
        {texts.engine(engine, threads)}
      </button>
    </Tooltip>
  );
}
