/** The run bar: which samples, how many, how many steps, and off it goes; or how far it has come. */
import Play from 'lucide-react/icons/play';
import { type ReactElement, useId } from 'react';
import { usesThreads } from '../../src-shared/engine/index.ts';
import { stepsOf } from '../../src-shared/plan/index.ts';
import { CommandButton } from '../commands/index.ts';
import { numberOf, setPlanField } from '../layer-settings/index.ts';
import { useWorkbench } from '../state/index.ts';
import { runTexts as texts } from '../texts/run.ts';
import { whole } from '../ui/format.ts';
import { NumberInput, Tooltip } from '../ui/index.ts';
import { DatasetPicker } from './bar/dataset-picker.tsx';
import { JobFailed } from './bar/job-failed.tsx';
import { JobProgress } from './bar/job-progress.tsx';
import { useSampleCount } from './bar/sample-count.ts';
import { useFailedJob, useRunningJob } from './jobs.ts';
import './run.css';
import { setRunOptions, useRunOptions } from './run-options.ts';
import { whyNotRun } from './start-run.ts';

/** For the window's tool bar, one row high. */
export function RunBar(): ReactElement {
  const job = useRunningJob();
  const failed = useFailedJob();
  return (
    <section className="run" aria-label={texts.bar}>
      {job ? (
        <JobProgress key={job.id} job={job} />
      ) : (
        <>
          <Choices />
          {failed && <JobFailed key={failed.id} job={failed} />}
          <RunButton />
        </>
      )}
    </section>
  );
}

function RunButton(): ReactElement {
  const why = useWorkbench(whyNotRun);
  const place = useId();
  return (
    <Tooltip text={why ?? texts.runTitle} keys="Mod+Enter">
      {/* A disabled button has neither focus nor tooltip: who comes by keyboard reads the reason here. */}
      <span
        tabIndex={why === null ? undefined : 0}
        role={why === null ? undefined : 'note'}
        aria-labelledby={why === null ? undefined : place}
      >
        {why === null ? null : (
          <span id={place} className="visually-hidden">
            {texts.notNow(why)}
          </span>
        )}
        <CommandButton id="run.start" variant="primary" icon={<Play size={14} aria-hidden />}>
          {texts.run}
        </CommandButton>
      </span>
    </Tooltip>
  );
}

function Choices(): ReactElement {
  const { dataset, samples } = useRunOptions();
  const found = useSampleCount(dataset);
  const steps = useWorkbench(({ history }) => (history ? stepsOf(history.plan) : undefined));
  const readOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const count = found.state === 'here' ? found.value.count : undefined;
  return (
    <>
      <DatasetPicker disabled={readOnly} />
      <div className="run-number">
        <NumberInput
          label={texts.countName}
          value={samples ?? undefined}
          whole
          min={1}
          max={count}
          placeholder={count === undefined ? texts.none : texts.noneOf(whole(count))}
          step={10}
          unit={texts.samples}
          disabled={readOnly}
          onCommit={(value) => setRunOptions({ samples: value })}
          onClear={() => setRunOptions({ samples: null })}
        />
      </div>
      <div className="run-number run-steps">
        <NumberInput
          label={texts.stepsName}
          {...numberOf('steps')}
          value={steps}
          unit={texts.steps}
          disabled={readOnly}
          onCommit={(value) => setPlanField('graph', 'steps', value)}
        />
      </div>
      <EngineHint />
    </>
  );
}

/** In short; the whole name of the engine, and where to choose it, in the tooltip. */
function EngineHint(): ReactElement {
  const engine = useWorkbench(({ settings }) => settings.engine);
  const detail = useWorkbench(({ settings, info }) => {
    if (settings.engine === 'gpu') return settings.gpuAdapter;
    const threads = settings.threads ?? info?.cores;
    return threads === undefined || !usesThreads(settings.engine) ? null : texts.threads(threads);
  });
  const label = useWorkbench(({ info }) => info?.engines.find(({ id }) => id === engine)?.label ?? engine);
  return (
    <Tooltip text={`${label}. ${texts.engineHint}`}>
      <span className="run-engine" tabIndex={0}>
        {detail === null ? engine : texts.engine(engine, detail)}
      </span>
    </Tooltip>
  );
}
