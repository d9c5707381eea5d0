/** The notes of a run's report as they are shown: in the window's words, with the neuron layers that they name marked, so that they can be chosen. */
import { z } from 'zod';
import { isWarning, type Message, type Note, noteMessage, partsOf } from '../../../src-shared/message/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { runTexts } from '../../texts/run.ts';

export interface NotePart {
  readonly text: string;
  /** True if the text is the name of a neuron layer. */
  readonly isLayer: boolean;
}

export interface RunNote {
  readonly text: string;
  readonly isWarning: boolean;
  /** The text in pieces. */
  readonly parts: readonly NotePart[];
}

/** A message in the window's words, in pieces. */
export const partsInWindow = (message: Message): readonly NotePart[] =>
  partsOf(message).map((part) => ({ text: inWindow([part]), isLayer: typeof part !== 'string' && 'layer' in part }));

/** Notes in the window's words, in their order. */
export const runNotes = (notes: readonly Note[]): readonly RunNote[] =>
  notes.map((note) => {
    const message = noteMessage(note);
    return { text: inWindow(message), isWarning: isWarning(note), parts: partsInWindow(message) };
  });

/** All notes as a text to paste elsewhere. */
export const notesText = (notes: readonly RunNote[]): string =>
  notes.map(({ text, isWarning: marked }) => (marked ? `${runTexts.warning} ${text}` : text)).join('\n');

const stored = z.object({ notes: z.boolean().catch(false) });

/** Whether the notes are unfolded, from what the layout has stored; anything that is not of this form is as if it were not there. */
export const areNotesOpen = (layout: unknown): boolean => stored.safeParse(layout).data?.notes ?? false;
