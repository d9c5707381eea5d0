/** On which samples something is measured, and starting it; while it is measured, how far it is. */
import type { ReactElement, ReactNode } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { ENERGY_MODELS, groupOf } from '../../src-shared/energy/index.ts';
import { chooseFile, pathOf } from '../files/index.ts';
import { host } from '../host/client.ts';
import { attempt, phaseText, useWorkbench } from '../state/index.ts';
import { measurementTexts as texts } from '../texts/measurement.ts';
import { duration, whole } from '../ui/format.ts';
import { Button, NumberInput, Progress, Select, TextInput } from '../ui/index.ts';
import type { MeasurementChoices } from './choices.ts';
import './measurement.css';

export interface MeasurementFormProps {
  readonly choices: MeasurementChoices;
  readonly onChange: (change: Partial<MeasurementChoices>) => void;
  /** The fewest samples that give a result. */
  readonly leastSamples: number;
  /** The job that was started last; undefined for none. */
  readonly job: JobState | undefined;
  /** The phase in which samples are counted. */
  readonly phase: string;
  readonly start: string;
  readonly onStart: (dataset: string) => void;
  /** Further fields. */
  readonly children?: ReactNode;
}

const MODELS = ENERGY_MODELS.map((model) => ({
  value: model.id,
  label: model.name,
  hint: groupOf(model),
}));

export function MeasurementForm(props: MeasurementFormProps): ReactElement {
  const { choices, onChange, leastSamples, job, phase, start, onStart, children } = props;
  const { dataset, samples, model } = choices;
  if (job?.state === 'running') return <Going job={job} counted={phase} />;
  // An empty path: the samples of the last run.
  const takeSource = (text: string): void => onChange({ dataset: pathOf(text) || null });
  const browse = (): void =>
    attempt(async () => {
      const path = await chooseFile('samples', dataset ?? undefined);
      if (path !== null) takeSource(path);
    });
  return (
    <div className="measurement-form">
      <small aria-hidden>{texts.source}</small>
      <TextInput label={texts.source} placeholder={texts.sourceHint} value={dataset ?? ''} onCommit={takeSource} />
      <Button variant="quiet" onClick={browse}>
        {texts.browse}
      </Button>
      <small aria-hidden>{texts.samples}</small>
      <NumberInput
        label={texts.samples}
        value={samples ?? undefined}
        whole
        step={100}
        placeholder={texts.all}
        check={(value) => (value >= leastSamples ? null : texts.fewSamples(leastSamples))}
        onCommit={(value) => onChange({ samples: value })}
        onClear={() => onChange({ samples: null })}
      />
      {children}
      <Select label={texts.energyModel} value={model} options={MODELS} onChange={(id) => onChange({ model: id })} />
      <Button
        variant="primary"
        disabled={dataset === null}
        title={dataset === null ? texts.noSource : undefined}
        onClick={() => dataset !== null && onStart(dataset)}
      >
        {start}
      </Button>
    </div>
  );
}

function Going({ job, counted }: { readonly job: JobState; readonly counted: string }): ReactElement {
  const jobs = useWorkbench((state) => state.jobs);
  const phase = phaseText(job, jobs);
  const left = job.remainingMs === null ? '' : texts.remaining(duration(job.remainingMs));
  const figures = job.phase === counted ? texts.progress(phase, whole(Math.floor(job.done)), whole(job.total)) : phase;
  return (
    <div className="measurement-form">
      <p role="status">{[figures, left].filter(Boolean).join(' · ')}</p>
      <Progress label={job.title} done={job.done} total={job.total} remainingMs={job.remainingMs} barOnly />
      <Button onClick={() => attempt(() => host().call('job.cancel', { job: job.id }))}>{texts.cancel}</Button>
    </div>
  );
}
