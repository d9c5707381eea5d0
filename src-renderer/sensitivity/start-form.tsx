/** What is measured, and starting it; while it is measured, how far it is. */
import type { ReactElement } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { ENERGY_MODELS, groupOf } from '../../src-shared/energy/index.ts';
import { chooseFile, pathOf } from '../files/index.ts';
import { host } from '../host/client.ts';
import { attempt, phaseText, useSensitivityJob, useWorkbench, workbench } from '../state/index.ts';
import { sensitivityTexts as texts } from '../texts/sensitivity.ts';
import { duration, whole } from '../ui/format.ts';
import { Button, NumberInput, Progress, Select, TextInput } from '../ui/index.ts';
import { keepSensitivityLayout, useSensitivityLayout } from './layout.ts';

const MODELS = ENERGY_MODELS.map((model) => ({
  value: model.id,
  label: model.name,
  hint: groupOf(model),
}));

/** Fewer give no interval. */
const LEAST_SAMPLES = 6;

/** Takes the samples at a path; an empty one: those of the last run. */
const takeSource = (text: string): void => keepSensitivityLayout({ dataset: pathOf(text) || null });

export function StartForm({ hasTable }: { readonly hasTable: boolean }): ReactElement {
  const job = useSensitivityJob();
  const { dataset, samples, model } = useSensitivityLayout();
  if (job?.state === 'running') return <Going job={job} />;
  const browse = (): void =>
    attempt(async () => {
      const path = await chooseFile('samples', dataset ?? undefined);
      if (path !== null) takeSource(path);
    });
  const start = (): void => {
    const { project } = workbench();
    if (!project || dataset === null) return;
    attempt(() => host().call('sensitivity.start', { path: project.path, dataset, samples, energyModel: model }));
  };
  return (
    <div className="sensitivity-form">
      <span aria-hidden>{texts.source}</span>
      <TextInput label={texts.source} placeholder={texts.sourceHint} value={dataset ?? ''} onCommit={takeSource} />
      <Button variant="quiet" onClick={browse}>
        {texts.browse}
      </Button>
      <span aria-hidden>{texts.samples}</span>
      <NumberInput
        label={texts.samples}
        value={samples ?? undefined}
        whole
        step={100}
        placeholder={texts.all}
        check={(value) => (value >= LEAST_SAMPLES ? null : texts.fewSamples(LEAST_SAMPLES))}
        onCommit={(value) => keepSensitivityLayout({ samples: value })}
        onClear={() => keepSensitivityLayout({ samples: null })}
      />
      <Select label={texts.energyModel} value={model} options={MODELS} onChange={(id) => keepSensitivityLayout({ model: id })} />
      <Button variant="primary" disabled={dataset === null} title={dataset === null ? texts.noSource : undefined} onClick={start}>
        {hasTable ? texts.again : texts.start}
      </Button>
    </div>
  );
}

function Going({ job }: { readonly job: JobState }): ReactElement {
  const jobs = useWorkbench((state) => state.jobs);
  const phase = phaseText(job, jobs);
  const left = job.remainingMs === null ? '' : texts.remaining(duration(job.remainingMs));
  const figures = job.phase === 'comparing' ? texts.progress(phase, whole(Math.floor(job.done)), whole(job.total)) : phase;
  return (
    <div className="sensitivity-form">
      <p role="status">{[figures, left].filter(Boolean).join(' · ')}</p>
      <Progress label={job.title} done={job.done} total={job.total} remainingMs={job.remainingMs} barOnly />
      <Button onClick={() => attempt(() => host().call('job.cancel', { job: job.id }))}>{texts.cancel}</Button>
    </div>
  );
}
