/** Records spikes of the run that is shown: which layers and samples, and what that takes. */
import { type ReactElement, useState } from 'react';
import type { SpikeChoice } from '../../src-shared/spikes/index.ts';
import { host } from '../host/client.ts';
import { layersOfReport, readChoice, SpikeChoiceFields, type TypedChoice } from '../spike-choice/index.ts';
import { attempt, useWorkbench, workbench } from '../state/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { Button } from '../ui/index.ts';

interface RecordFormProps {
  /** Number of the run. */
  readonly id: number;
  /** What was asked for before. */
  readonly choice?: SpikeChoice | undefined;
  readonly onStart?: (() => void) | undefined;
}

export function RecordForm({ id, choice, onStart }: RecordFormProps): ReactElement | null {
  const report = useWorkbench(({ shownRun }) => (shownRun?.id === id ? shownRun.report : null));
  const isBusy = useWorkbench(({ jobs, project }) =>
    jobs.some(({ kind, path, state }) => kind === 'record' && path === project?.path && state === 'running'),
  );
  const [typed, setTyped] = useState<TypedChoice>(() => ({
    layers: choice?.layers.join(', ') ?? report?.layers.find(({ kind }) => kind === 'neuron')?.name ?? '',
    samples: choice?.samples.join(', ') ?? '0',
  }));
  if (!report) return null;
  const read = readChoice(typed, {
    layers: layersOfReport(report),
    steps: report.steps.length,
    samples: report.settings.dataset.samples,
  });
  const start = (): void => {
    const { project, settings } = workbench();
    if (!project || !('choice' in read)) return;
    onStart?.();
    const request = { path: project.path, id, recording: read.choice, threads: settings.threads };
    attempt(() => host().call('run.record', request));
  };
  return (
    <form
      className="spikes-form"
      aria-label={texts.recordTitle}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <SpikeChoiceFields typed={typed} read={read} onChange={setTyped} />
      <Button variant="primary" disabled={!('choice' in read) || isBusy} onClick={start}>
        {texts.record}
      </Button>
    </form>
  );
}
