/** Notes of a run: a warning of the services is marked as one here, and its layers can be told. */
import { describe, expect, it } from 'vitest';
import { thresholdNotes } from '../../../src-main/services/calibrate/calibrate-model.ts';
import { convergenceNotes } from '../../../src-main/services/report/convergence-note.ts';
import { thresholdLossNotes } from '../../../src-main/services/report/threshold-notes.ts';
import { type Note, option, plainNote, say } from '../../../src-shared/message/index.ts';
import type { LayerResult } from '../../../src-shared/results/index.ts';
import { lossRecord } from '../../../src-shared/units/index.ts';
import { areNotesOpen, notesText, type RunNote, runNotes } from './notes.ts';

/** Names that are words of notes, parts of each other, or patterns. */
const NAMES = ['4', '4.l', 'steps', 'a.*(b', 'axb'];
const layers = NAMES.map(
  (name, index): LayerResult => ({
    ...{ kind: 'neuron', name, node: name, coding: 'differential', neuron: 'mt', thresholds: 8, neurons: 4 },
    threshold: { level: 'channel', values: [0, 1], statistic: { method: 'percentile', of: 'value', scale: 8 } },
    firing_rate: [0.5],
    conversion_error: [1, 0.5 + index ** 2 / 50],
    lost: lossRecord((_, loss) => (loss === 'shut' ? { share: 0.5, error: 0.9 } : { share: 0, error: 0 })),
  }),
);
const namedIn = ({ parts }: RunNote): string[] => parts.flatMap(({ text, isLayer }) => (isLayer ? [text] : []));
const whole = ({ parts }: RunNote): string => parts.map(({ text }) => text).join('');
const stored = (layer: string, notes: Partial<Record<'unsolved' | 'silent', readonly number[]>>) => ({
  ...{ layer, level: 'channel' as const, thresholds: { shape: [4], values: new Float64Array(4) }, statistics: {} },
  ...{ unsolved: [], silent: [], ...notes },
});

describe('warnings', () => {
  const kinds: readonly (readonly [string, readonly Note[], readonly string[]])[] = [
    ['lost activations', thresholdLossNotes(layers), ['axb', 'a.*(b', 'steps']],
    [
      'no convergence',
      convergenceNotes([{ what: 'The running mean of output 4', errors: [1, 1, 1, 1] }], layers),
      ['4', 'axb', 'a.*(b'],
    ],
    ...NAMES.flatMap((name) =>
      [{ unsolved: [0, 1] }, { silent: [1] }].map(
        (notes) =>
          [`thresholds of ${name}, ${Object.keys(notes).join()}`, thresholdNotes([stored(name, notes)]), [name]] as const,
      ),
    ),
  ];

  it.each(kinds)('%s', (_, notes, named) => {
    expect(notes).toHaveLength(1);
    const [note] = runNotes(notes);
    expect(note).toMatchObject({ text: plainNote(notes[0]!), isWarning: true });
    expect(whole(note!)).toBe(note!.text);
    expect(namedIn(note!).toSorted()).toEqual([...named].toSorted());
  });

  it('are marked where they are copied; all else names no layer, and calls settings by their fields', () => {
    const [away] = convergenceNotes([{ what: 'Agreement', errors: [1, 1, 1, 1] }], layers);
    const shown = runNotes([away!, 'The run did not check itself: 4 (four) steps.', say`${option('size', 'H,W')} gives others.`]);
    expect(shown.map(({ isWarning }) => isWarning)).toEqual([true, false, false]);
    expect(shown.slice(1).flatMap(namedIn)).toEqual([]);
    expect(notesText(shown).split('\n')).toEqual([
      `Warning: ${plainNote(away!)}`,
      'The run did not check itself: 4 (four) steps.',
      '“Size” gives others.',
    ]);
  });

  it('of an older version, which stored their text alone, are shown as information', () => {
    const text = 'conv1: the statistic of channel 1 of 4 is negative; their threshold is 0, they never fire.';
    expect(runNotes([text])).toEqual([{ text, isWarning: false, parts: [{ text, isLayer: false }] }]);
  });
});

it('the list is folded until somebody unfolds it, and whatever another version has stored', () => {
  expect(areNotesOpen({ notes: true })).toBe(true);
  for (const layout of [undefined, null, 3, [], {}, { notes: 'yes' }, { notes: false }]) expect(areNotesOpen(layout)).toBe(false);
});
