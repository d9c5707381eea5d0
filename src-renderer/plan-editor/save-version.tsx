/** Saving the working plan as a version, with the sentence that names it. */
import { type FormEvent, type ReactElement, useState } from 'react';
import { create } from 'zustand';
import { attempt, savePlan, useWorkbench } from '../state/index.ts';
import { planTexts } from '../texts/plan-editor.ts';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Whether the form is open: the command opens it too. */
export const useSaveForm = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }));

/** The button and its form. */
export function SaveVersion(): ReactElement {
  const saved = useWorkbench(({ saved }) => saved);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const isOpen = useSaveForm(({ isOpen }) => isOpen);
  const [message, setMessage] = useState('');
  const nothing = saved?.same ?? true;
  const setOpen = (open: boolean): void => useSaveForm.setState({ isOpen: open });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (message.trim() === '') return;
    setOpen(false);
    attempt(async () => {
      await savePlan(message.trim());
      setMessage('');
    });
  };
  const trigger = (
    <Button variant="quiet" disabled={readOnly !== null}>
      {planTexts.save}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={planTexts.saveTitle} open={isOpen} onOpenChange={setOpen} align="end">
      {nothing && saved ? (
        <p>{planTexts.saveNothing(saved.version)}</p>
      ) : (
        <form className="plan-editor-form" onSubmit={submit}>
          <TextField label={planTexts.saveMessage} hint={planTexts.saveHint} value={message} onCommit={setMessage} live />
          <div className="plan-editor-buttons">
            <Button onClick={() => setOpen(false)}>{planTexts.cancel}</Button>
            <button type="submit" className="ui-button ui-button-primary" disabled={message.trim() === ''}>
              {planTexts.saveTitle}
            </button>
          </div>
        </form>
      )}
    </Popover>
  );
}
