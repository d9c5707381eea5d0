/**
 * Notes for the reader of a result. A note is a message, or a warning: then the result is worse than the network allows, and a
 * setting is to blame. The severity is data, so that each surface can mark warnings and put them first.
 */
import type { z } from 'zod';
import { type Message, onCommandLine } from './message.ts';
import type { noteSchema } from './schema.ts';

/** A note. A message alone is information. */
export type Note = z.infer<typeof noteSchema>;

/** A note that the reader should act on. */
export type Warning = Exclude<Note, Message>;

/** Makes a note that is a warning. */
export const warning = (message: Message): Warning => ({ severity: 'warning', message });

/** True for a warning. */
export const isWarning = (note: Note): note is Warning => typeof note !== 'string' && 'severity' in note;

/** The message of a note, without its severity. */
export const noteMessage = (note: Note): Message => (isWarning(note) ? note.message : note);

/** The text of a note in the words of the command line, without its severity. */
export const plainNote = (note: Note): string => onCommandLine(noteMessage(note));

/** The notes with all warnings in front, otherwise in their order. */
export const warningsFirst = (notes: readonly Note[]): readonly Note[] => [
  ...notes.filter(isWarning),
  ...notes.filter((note) => !isWarning(note)),
];

/** The notes without duplicates. Of a warning and information with the same text, the first is kept. */
export function distinctNotes(notes: readonly Note[]): Note[] {
  const known = new Set<string>();
  return notes.filter((note) => {
    const text = plainNote(note);
    return !known.has(text) && known.add(text);
  });
}

/**
 * A document for programs, with notes as text in the words of the command line: `notes` has all of them in their order, and
 * `warnings` the warnings alone.
 */
export function plainNotes<T extends { readonly notes: readonly Note[] }>(
  document: T,
): Omit<T, 'notes'> & { readonly notes: readonly string[]; readonly warnings: readonly string[] } {
  return { ...document, notes: document.notes.map(plainNote), warnings: document.notes.filter(isWarning).map(plainNote) };
}
