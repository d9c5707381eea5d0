/** Which samples a run takes: a path that is typed, or chosen among the files; and how many of them at once. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { type ReactElement, useState } from 'react';
import { labelledSamples, tableColumn, withLabelFile } from '../../../src-shared/contract/sample-spec.ts';
import { chooseFile, LabelColumnField, pathOf } from '../../files/index.ts';
import { type ReadChoice, SpikeChoiceFields } from '../../spike-choice/index.ts';
import { attempt, useWorkbench } from '../../state/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { whole } from '../../ui/format.ts';
import { Button, ErrorPanel, NumberField, Popover, Switch, TextField } from '../../ui/index.ts';
import { batchFor, recordingOf, runOptions, setRunOptions, useRunOptions } from '../run-options.ts';
import { useSampleCount } from './sample-count.ts';

/** Takes the samples at a path for runs; an empty one is no path. */
function takeSamples(text: string): void {
  const path = pathOf(text);
  if (path !== '') setRunOptions({ dataset: path });
}

/** Takes the labels at a path for the samples that are chosen; an empty one: those that lie beside the samples. */
const takeLabels = (text: string): void => setRunOptions({ dataset: withLabelFile(runOptions().dataset ?? '', pathOf(text)) });

/** Lets the person choose a file of labels among the files. */
const chooseLabels = (): void =>
  attempt(async () => {
    const path = await chooseFile('labels', samplesOf(runOptions().dataset ?? ''));
    if (path !== null) takeLabels(path);
  });

/** Lets the person choose samples among the files. */
export const chooseSamples = (): void =>
  attempt(async () => {
    const path = await chooseFile('samples', samplesOf(runOptions().dataset ?? '') || undefined);
    if (path !== null) takeSamples(path);
  });

/** The button that names the samples, and the panel behind it. */
export function DatasetPicker({ disabled }: { readonly disabled: boolean }): ReactElement {
  const { dataset } = useRunOptions();
  const [isOpen, setOpen] = useState(false);
  // A file dialog takes the panel's place.
  const close = (): void => setOpen(false);
  const browse = (): void => {
    close();
    chooseSamples();
  };
  const trigger = (
    <button
      type="button"
      className="ui-select ui-select-quiet run-dataset"
      disabled={disabled}
      aria-label={`${texts.dataset}: ${dataset ?? texts.noDataset}`}
      title={dataset ?? undefined}
    >
      <span className="ui-select-value">{dataset === null ? texts.noDataset : lastParts(samplesOf(dataset))}</span>
      <ChevronDown size={14} aria-hidden />
    </button>
  );
  return (
    <Popover trigger={trigger} label={texts.chooseDataset} open={isOpen} onOpenChange={setOpen}>
      <div className="run-choose">
        <TextField label={texts.datasetPath} hint={texts.datasetHint} value={samplesOf(dataset ?? '')} onCommit={takeSamples} />
        <div className="run-found">
          <Found />
          <TakeAll />
          <Button onClick={browse}>{texts.browse}</Button>
        </div>
        <LabelsField onBrowse={close} />
        <LabelColumnField
          source={dataset ?? ''}
          label={texts.labelColumn}
          onChange={(source) => setRunOptions({ dataset: source })}
        />
        <BatchField />
        <RecordField />
      </div>
    </Popover>
  );
}

/** The labels of samples that have none themselves, or others. */
function LabelsField({ onBrowse }: { readonly onBrowse: () => void }): ReactElement | null {
  const { dataset } = useRunOptions();
  const file = labelledSamples(dataset ?? '');
  if (file === undefined) return null;
  const browse = (): void => {
    onBrowse();
    chooseLabels();
  };
  const button = (
    <Button variant="quiet" onClick={browse} aria-label={texts.chooseLabels}>
      {texts.browse}
    </Button>
  );
  return <TextField label={texts.labels} hint={texts.labelsHint} value={file.labels} onCommit={takeLabels} after={button} />;
}

/** All samples there are: an empty number runs none. */
function TakeAll(): ReactElement | null {
  const { dataset, samples } = useRunOptions();
  const found = useSampleCount(dataset);
  if (found.state !== 'here') return null;
  const { count } = found.value;
  return (
    <Button variant="quiet" disabled={samples === count} onClick={() => setRunOptions({ samples: count })}>
      {texts.takeAll(whole(count))}
    </Button>
  );
}

/** What a run that is out of memory asks to make smaller. */
function BatchField(): ReactElement {
  const { samples, batch } = useRunOptions();
  return (
    <NumberField
      label={texts.batch}
      hint={texts.batchHint}
      value={batch ?? undefined}
      whole
      min={1}
      placeholder={whole(batchFor(samples))}
      onCommit={(value) => setRunOptions({ batch: value })}
      onClear={() => setRunOptions({ batch: null })}
    />
  );
}

/** Which spikes a run keeps, and what that takes. */
function RecordField(): ReactElement {
  const { recording } = useRunOptions();
  const read = useWorkbench((state) => JSON.stringify(recordingOf(state)));
  return (
    <>
      <Switch
        label={texts.recordSpikes}
        checked={recording.on}
        onChange={(on) => setRunOptions({ recording: { ...recording, on } })}
      />
      {recording.on ? (
        <SpikeChoiceFields
          typed={recording}
          read={JSON.parse(read) as ReadChoice}
          onChange={(typed) => setRunOptions({ recording: { ...recording, ...typed } })}
        />
      ) : null}
    </>
  );
}

/** The path without the labels or their column. */
const samplesOf = (dataset: string): string => labelledSamples(dataset)?.samples ?? tableColumn(dataset)?.samples ?? dataset;

/** `cifar10/test`: a name such as `test` alone says little. */
const lastParts = (path: string): string => path.split(/[\\/]/).filter(Boolean).slice(-2).join('/');

/** What is there, or why it cannot be read. */
function Found(): ReactElement {
  const { dataset } = useRunOptions();
  const found = useSampleCount(dataset);
  if (found.state === 'failed') return <ErrorPanel error={found.error} onRetry={found.retry} />;
  return (
    <div>
      <p role="status">
        {found.state === 'here' ? texts.available(whole(found.value.count)) : dataset === null ? texts.noDataset : texts.reading}
      </p>
      {found.state === 'here' ? found.value.notes.map(inWindow).map((note) => <p key={note}>{note}</p>) : null}
    </div>
  );
}
