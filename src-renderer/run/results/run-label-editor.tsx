/** Name, note and tags of a run, for a person to recognise it by later. */
import Pencil from 'lucide-react/icons/pencil';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type RunLabel, runLabelSchema, type RunSummary } from '../../../src-shared/contract/index.ts';
import { host } from '../../host/client.ts';
import { attempt, useWorkbench } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Button, Field, Popover, TextField } from '../../ui/index.ts';

/** The button, and the form behind it. */
export function RunLabelEditor({ run }: { readonly run: RunSummary }): ReactElement {
  const readOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const [isOpen, setOpen] = useState(false);
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

/** The label as it is typed: tags separated by commas. */
interface Draft extends Omit<RunLabel, 'tags'> {
  readonly tags: string;
}

const labelOf = ({ tags, ...label }: Draft): RunLabel => ({
  ...label,
  tags: tags.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag])),
});

function LabelForm({ run, onClose }: { readonly run: RunSummary; readonly onClose: () => void }): ReactElement {
  const [draft, setDraft] = useState<Draft>({ name: run.name, note: run.note, tags: run.tags.join(', ') });
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const read = runLabelSchema.safeParse(labelOf(draft));
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
        value={draft.name}
        placeholder={texts.runNumber(run.id)}
        message={wrong('name')}
        live
        onCommit={(name) => setDraft({ ...draft, name })}
      />
      <TextField
        label={texts.runTags}
        value={draft.tags}
        placeholder={texts.runTagsHint}
        message={wrong('tags')}
        live
        onCommit={(tags) => setDraft({ ...draft, tags })}
      />
      <Field label={texts.runNote} message={wrong('note')} hint={texts.runNoteHint}>
        {(ids) => (
          <textarea
            {...ids}
            className="run-note"
            rows={4}
            value={draft.note}
            aria-invalid={wrong('note') !== null || undefined}
            onChange={({ target }) => setDraft({ ...draft, note: target.value })}
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
