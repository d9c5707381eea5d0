/** Name and note of the run that is shown, for a person to recognise it by later. */
import Pencil from 'lucide-react/icons/pencil';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type RunLabel, runLabelSchema, type RunSummary } from '../../../src-shared/contract/index.ts';
import { host } from '../../host/client.ts';
import { attempt, useWorkbench } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Button, Field, Popover, TextField } from '../../ui/index.ts';

/** The button beside the picker, and the form behind it; nothing while no finished run is shown. */
export function RunLabelEditor(): ReactElement | null {
  const run = useWorkbench(({ runs, shownRun }) => runs.find(({ id }) => id === shownRun?.id));
  const readOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const [isOpen, setOpen] = useState(false);
  if (!run) return null;
  const trigger = (
    <Button
      variant="quiet"
      className="run-label"
      disabled={readOnly}
      title={run.note || texts.describe}
      icon={<Pencil size={14} aria-hidden />}
    >
      {run.note === '' ? texts.describe : texts.noted}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={texts.describeRun(run.id)} open={isOpen} onOpenChange={setOpen}>
      <LabelForm key={run.id} run={run} onClose={() => setOpen(false)} />
    </Popover>
  );
}

function LabelForm({ run, onClose }: { readonly run: RunSummary; readonly onClose: () => void }): ReactElement {
  const [label, setLabel] = useState<RunLabel>({ name: run.name, note: run.note });
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const read = runLabelSchema.safeParse(label);
  const wrong = (field: keyof RunLabel): string | null =>
    read.error?.issues.find(({ path: [at] }) => at === field)?.message ?? null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!read.success) return;
    onClose();
    attempt(() => host().call('run.describe', { path, id: run.id, ...read.data }));
  };
  return (
    <form className="run-label-form" onSubmit={submit}>
      <TextField
        label={texts.runName}
        value={label.name}
        placeholder={texts.runNumber(run.id)}
        message={wrong('name')}
        live
        onCommit={(name) => setLabel({ ...label, name })}
      />
      <Field label={texts.runNote} message={wrong('note')} hint={texts.runNoteHint}>
        {(ids) => (
          <textarea
            {...ids}
            className="run-note"
            rows={4}
            value={label.note}
            aria-invalid={wrong('note') !== null || undefined}
            onChange={({ target }) => setLabel({ ...label, note: target.value })}
          />
        )}
      </Field>
      <div className="run-label-buttons">
        <Button onClick={onClose}>{texts.cancel}</Button>
        <button type="submit" className="ui-button ui-button-primary" disabled={!read.success}>
          {texts.keep}
        </button>
      </div>
    </form>
  );
}
