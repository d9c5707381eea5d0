/** The notes of a run's report as they are shown: warnings first, and the layers that a warning names marked, so that they can be chosen. */
import { z } from 'zod';
import { isNeuronLayer, type RunReport, warningRank } from '../../../src-shared/results/index.ts';
import { inWindow } from '../../texts/messages.ts';

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

const LAST = Number.MAX_VALUE;

/** Notes in the window's words: warnings first, by their weight, then the others; otherwise in the order of the report. */
export function runNotes({ notes, layers }: Pick<RunReport, 'notes' | 'layers'>): readonly RunNote[] {
  const names = layers.filter(isNeuronLayer).map(({ name }) => name);
  return notes
    .map(inWindow)
    .map((text) => ({ text, rank: warningRank(text) }))
    .toSorted((a, b) => (a.rank ?? LAST) - (b.rank ?? LAST))
    .map(({ text, rank }) => ({
      text,
      isWarning: rank !== null,
      parts: rank === null ? [{ text, isLayer: false }] : withLayers(text, names),
    }));
}

/** A warning begins with the layer, `conv1: …`, or names it with its figures, `conv1 (3.1 % clipped)`. Other words may happen to be names too. */
function withLayers(text: string, names: readonly string[]): NotePart[] {
  if (names.length === 0) return [{ text, isLayer: false }];
  const any = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('|');
  // What is captured is part of what split returns: every second piece is a name.
  return text
    .split(new RegExp(`(^(?:${any})(?=: )|(?<= )(?:${any})(?= \\())`))
    .map((piece, index) => ({ text: piece, isLayer: index % 2 === 1 }))
    .filter(({ text: piece }) => piece !== '');
}

/** All notes as a text to paste elsewhere. */
export const notesText = (notes: readonly RunNote[]): string => notes.map(({ text }) => text).join('\n');

const stored = z.object({ notes: z.boolean().catch(false) });

/** Whether the notes are unfolded, from what the layout has stored; anything that is not of this form is as if it were not there. */
export const areNotesOpen = (layout: unknown): boolean => stored.safeParse(layout).data?.notes ?? false;
