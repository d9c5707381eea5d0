/** What each neuron of a recorded layer sent, step by step, and what that stands for. */
import { type ReactElement, useMemo, useState } from 'react';
import type { RunRecording } from '../../src-shared/contract/index.ts';
import { setViewLayout, useAnswer, useViewLayout, useWorkbench } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { Button, EmptyState, ErrorPanel, Popover, Select } from '../ui/index.ts';
import { type Chosen, chosenOf, readSpikesLayout } from './chosen.ts';
import { EstimateChart } from './estimate-chart.tsx';
import { FeatureMaps } from './feature-maps.tsx';
import { useRecording } from './load-recording.ts';
import { Raster } from './raster.tsx';
import { RecordForm } from './record-form.tsx';
import type { Recording } from './recording.ts';
import { Scrubber } from './scrubber.tsx';
import { SizesChart } from './sizes-chart.tsx';
import { useSpikesOnScreen } from './use-spikes-on-screen.ts';
import './spikes.css';

/** What the layout remembers it by. */
const NAME = 'spikes';

/** The panel of spikes. */
export function SpikesView(): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const id = useWorkbench(({ shownRun }) => shownRun?.id ?? null);
  // A recording may have been made by each job that has ended.
  const ended = useWorkbench(({ jobs }) => jobs.filter(({ state }) => state !== 'running').length);
  const answer = useAnswer('run.spikes', { path, id: id ?? 0 }, id === null ? null : `${path} ${id} ${ended}`, `${path} ${id}`);
  return (
    <section className="spikes" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      {id === null && <EmptyState title={texts.noRun} />}
      {id !== null && answer.state === 'waiting' && <EmptyState title={texts.reading} />}
      {id !== null && answer.state === 'failed' && (
        <ErrorPanel title={texts.failed} error={answer.error} onRetry={answer.retry} />
      )}
      {id !== null && answer.state === 'here' && <Recorded key={`${path} ${id}`} id={id} recording={answer.value} />}
    </section>
  );
}

interface RecordedProps {
  readonly id: number;
  readonly recording: RunRecording | null;
}

/** What there is of a run, or how to get it. */
function Recorded({ id, recording }: RecordedProps): ReactElement {
  const stored = useViewLayout(NAME);
  const chosen = useMemo(() => recording && chosenOf(recording, readSpikesLayout(stored)), [recording, stored]);
  if (!recording || !chosen) {
    const why = recording?.missing ?? null;
    return (
      <div className="spikes-none">
        <EmptyState title={why === null ? texts.none : texts.missingAll(inWindow(why))}>{texts.noneAbout}</EmptyState>
        <RecordForm id={id} choice={recording?.choice} />
      </div>
    );
  }
  return <Kept id={id} recording={recording} chosen={chosen} />;
}

interface KeptProps {
  readonly id: number;
  readonly recording: RunRecording;
  readonly chosen: Chosen;
}

function Kept({ id, recording, chosen }: KeptProps): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const { layer, sample } = chosen;
  // Stays when another layer or sample is chosen, so that they can be compared at a step.
  const [step, setStep] = useState<number | null>(null);
  const size = recording.kept.find((one) => one.layer === layer.name && one.sample === sample)?.bytes;
  const loading = useRecording({ path, id, layer, sample }, JSON.stringify([path, id, layer, sample, size]));
  const choose = (change: { readonly layer?: string; readonly sample?: number }): void =>
    setViewLayout(NAME, { layer: layer.name, sample, ...change });
  const kept = (name: string): readonly number[] => recording.kept.filter((one) => one.layer === name).map((one) => one.sample);
  const head = (
    <>
      <Select
        label={texts.layer}
        value={layer.name}
        options={recording.layers
          .filter(({ name }) => kept(name).length > 0)
          .map(({ name, shape }) => ({
            value: name,
            label: texts.layerOption(
              name,
              shape.reduce((a, b) => a * b, 1),
            ),
          }))}
        onChange={(name) => choose({ layer: name })}
      />
      <Select
        label={texts.sample}
        value={String(sample)}
        options={kept(layer.name).map((one) => ({ value: String(one), label: texts.sampleOption(one) }))}
        onChange={(one) => choose({ sample: Number(one) })}
      />
    </>
  );
  const more = (
    <>
      {recording.missing === null ? null : (
        <span className="spikes-missing" role="status" title={inWindow(recording.missing)}>
          {texts.missing(inWindow(recording.missing))}
        </span>
      )}
      <RecordOthers id={id} recording={recording} />
    </>
  );
  if (loading.state === 'here') {
    const { recording: shown } = loading;
    const key = JSON.stringify([shown.layer, shown.sample]);
    return <Shown key={key} recording={shown} wanted={step} onStep={setStep} head={head} more={more} />;
  }
  return (
    <>
      <header className="spikes-head">
        {head}
        {more}
      </header>
      {loading.state === 'failed' ? (
        <ErrorPanel title={texts.failed} error={loading.error} onRetry={loading.retry} />
      ) : (
        <EmptyState title={texts.reading} />
      )}
    </>
  );
}

function RecordOthers({ id, recording }: Pick<KeptProps, 'id' | 'recording'>): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger={<Button variant="quiet">{texts.recordAgain}</Button>}
      label={texts.recordTitle}
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
    >
      <RecordForm id={id} choice={recording.choice} onStart={() => setOpen(false)} />
    </Popover>
  );
}

interface ShownProps {
  readonly recording: Recording;
  /** The chosen step, from 0; null for the last one. */
  readonly wanted: number | null;
  readonly onStep: (step: number) => void;
  readonly head: ReactElement;
  readonly more: ReactElement;
}

function Shown({ recording, wanted, onStep, head, more }: ShownProps): ReactElement {
  const screen = useSpikesOnScreen(recording, wanted, onStep);
  const { step, setStep } = screen;
  return (
    <>
      <header className="spikes-head">
        {head}
        <Scrubber steps={recording.steps.length} step={step} onStep={setStep} />
        {more}
      </header>
      <div className="spikes-body">
        <Raster recording={recording} screen={screen} />
        <EstimateChart recording={recording} screen={screen} />
        <FeatureMaps recording={recording} screen={screen} />
        <SizesChart recording={recording} step={step} />
      </div>
    </>
  );
}
