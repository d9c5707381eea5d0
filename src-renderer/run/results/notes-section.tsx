/** The notes of the run that is shown: a button in the strip that counts them and marks warnings, and the list that it unfolds. */
import ChevronRight from 'lucide-react/icons/chevron-right';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { type ReactElement, useMemo } from 'react';
import type { Message } from '../../../src-shared/message/index.ts';
import { commandOf, runCommand } from '../../commands/index.ts';
import { setViewLayout, setWorkbench, useViewLayout, useWorkbench } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Badge, Button, CopyButton, Tooltip } from '../../ui/index.ts';
import { areNotesOpen, type NotePart, notesText, partsInWindow, type RunNote } from './notes.ts';
import './notes.css';

/** What the layout remembers it by. */
const NAME = 'results';
const LIST_ID = 'run-notes';

export interface NotesProps {
  /** Null while the run goes on. */
  readonly notes: readonly RunNote[] | null;
}

/** Whether the list is unfolded. */
export const useNotesOpen = (): boolean => areNotesOpen(useViewLayout(NAME));

/** It is there before and after the end of a run, and as wide, so that nothing moves when the notes come. */
export function NotesButton({ notes }: NotesProps): ReactElement {
  const isOpen = useNotesOpen();
  const warnings = notes?.filter(({ isWarning }) => isWarning).length ?? 0;
  const name = notes === null ? texts.notesLater : texts.notesName(notes.length, warnings);
  return (
    <Tooltip text={name}>
      <Button
        variant="quiet"
        className="run-notes-button"
        aria-label={name}
        aria-expanded={isOpen}
        aria-controls={isOpen ? LIST_ID : undefined}
        icon={<ChevronRight size={14} aria-hidden />}
        onClick={() => setViewLayout(NAME, { notes: !isOpen })}
      >
        {texts.notes}
        <span className="run-notes-count">
          {notes === null ? null : (
            <Badge tone={warnings > 0 ? 'warning' : 'neutral'}>
              {warnings > 0 ? <TriangleAlert size={12} aria-hidden /> : null}
              {notes.length}
            </Badge>
          )}
        </span>
      </Button>
    </Tooltip>
  );
}

export function NotesList({ notes }: NotesProps): ReactElement {
  return (
    // Scrolls, so that the keyboard must reach it.
    <section id={LIST_ID} className="run-notes" tabIndex={0} aria-label={texts.notesTitle}>
      {notes === null || notes.length === 0 ? (
        <p className="run-notes-none">{notes === null ? texts.notesCome : texts.noNotes}</p>
      ) : (
        <>
          <CopyButton text={notesText(notes)} label={texts.copyNotes} />
          <ul className="selectable">
            {notes.map((note) => (
              <Note key={note.text} note={note} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const Note = ({ note: { isWarning, parts } }: { readonly note: RunNote }): ReactElement => (
  <li data-warning={isWarning || undefined}>
    {isWarning ? (
      <>
        <TriangleAlert size={14} aria-hidden />
        <span className="visually-hidden">{texts.warning} </span>
      </>
    ) : null}
    <p>
      <Parts parts={parts} />
    </p>
  </li>
);

/** A message whose layers can be chosen by a click. */
export const MessageParts = ({ message }: { readonly message: Message }): ReactElement => (
  <Parts parts={partsInWindow(message)} />
);

const Parts = ({ parts }: { readonly parts: readonly NotePart[] }): ReactElement => (
  <>
    {parts.map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other identity.
      <Part key={index} part={part} />
    ))}
  </>
);

/** A layer that the network has is chosen by a click; the network of an older run may have had others. */
function Part({ part: { text, isLayer } }: { readonly part: NotePart }): ReactElement {
  const layers = useWorkbench(({ project }) => project?.graph.layers);
  const node = useMemo(() => (isLayer ? layers?.find(({ name }) => name === text)?.node : undefined), [isLayer, layers, text]);
  if (node === undefined) return <>{text}</>;
  return (
    <button type="button" className="run-notes-layer" title={texts.selectLayer(text)} onClick={() => showLayer(node)}>
      {text}
    </button>
  );
}

function showLayer(node: string): void {
  setWorkbench({ selection: [node] });
  runCommand(commandOf('graph.zoom-to-selection'));
}
