/** A person's own table: a copy of the model that is shown, changed as text. It is kept with the project. */
import Pencil from 'lucide-react/icons/pencil';
import { type ReactElement, useMemo, useState } from 'react';
import { type EnergyModel, readEnergyFile } from '../../../src-shared/energy/index.ts';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { inWindow } from '../../texts/messages.ts';
import { Button, Dialog, Field, IconButton } from '../../ui/index.ts';
import { editableText } from './own-model.ts';

export interface EnergyEditorProps {
  /** The model that the text begins with. */
  readonly model: EnergyModel;
  readonly onUse: (text: string) => void;
}

export function EnergyEditor({ model, onUse }: EnergyEditorProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton name={texts.own} icon={<Pencil size={16} aria-hidden />} onClick={() => setOpen(true)} />
      {isOpen && <Editor model={model} onUse={onUse} onClose={() => setOpen(false)} />}
    </>
  );
}

function Editor({ model, onUse, onClose }: EnergyEditorProps & { readonly onClose: () => void }): ReactElement {
  const [text, setText] = useState(() => editableText(model));
  const problem = useMemo(() => problemOf(text), [text]);
  const use = (): void => {
    onUse(text);
    onClose();
  };
  return (
    <Dialog
      title={texts.ownTitle}
      description={texts.ownAbout}
      size="large"
      open
      onOpenChange={onClose}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant="primary" disabled={problem !== null} onClick={use}>
            {texts.use}
          </Button>
        </>
      }
    >
      <Field label={texts.ownText} message={problem}>
        {(ids) => (
          <textarea
            {...ids}
            className="energy-own"
            spellCheck={false}
            value={text}
            aria-invalid={problem !== null || undefined}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}

/** What is wrong with a text, in one sentence; null if it is a model or a table. */
function problemOf(text: string): string | null {
  try {
    readEnergyFile(text, texts.ownName);
    return null;
  } catch (error) {
    return inWindow(messageOf(error));
  }
}
