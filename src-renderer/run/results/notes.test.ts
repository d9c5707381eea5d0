/** Notes of a run: what the services write as a warning is known as one here, comes first, and its layers can be told. */
import { describe, expect, it } from 'vitest';
import { thresholdNotes } from '../../../src-main/services/calibrate/calibrate-model.ts';
import { convergenceNotes } from '../../../src-main/services/report/convergence-note.ts';
import { thresholdLossNotes } from '../../../src-main/services/report/threshold-notes.ts';
import { option, say } from '../../../src-shared/message/index.ts';
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
  const kinds: readonly (readonly [string, readonly string[], readonly string[]])[] = [
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
    const [note] = runNotes({ notes: [...notes], layers });
    expect(note).toMatchObject({ text: notes[0], isWarning: true });
    expect(whole(note!)).toBe(notes[0]);
    expect(namedIn(note!).toSorted()).toEqual([...named].toSorted());
  });

  it('come first, the weightiest of them before the others; all else keeps its order, names no layer, and calls settings by their fields', () => {
    const [away] = convergenceNotes([{ what: 'Agreement', errors: [1, 1, 1, 1] }], layers);
    const [lost] = thresholdLossNotes(layers);
    const ofLayers = ['4', 'axb'].flatMap((name) => thresholdNotes([stored(name, { silent: [1] })]));
    const plain = ['The run did not check itself: 4 (four) steps.', say`${option('size', 'H,W')} gives others.`];
    const shown = runNotes({ notes: [...plain, ...ofLayers, lost!, away!], layers });
    expect(shown.map(({ text }) => text)).toEqual([away, lost, ...ofLayers, plain[0], '“Size” gives others.']);
    expect(shown.map(({ isWarning }) => isWarning)).toEqual([true, true, true, true, false, false]);
    expect(shown.slice(4).flatMap(namedIn)).toEqual([]);
    expect(notesText(shown).split('\n')).toEqual(shown.map(({ text }) => text));
  });

  it('are shown without the layers of a report that has none', () => {
    const [warning] = convergenceNotes([{ what: 'Agreement', errors: [1, 1, 1, 1] }], []);
    expect(runNotes({ notes: [warning!], layers: [] })).toEqual([
      { text: warning, isWarning: true, parts: [{ text: warning, isLayer: false }] },
    ]);
  });
});

it('the list is folded until somebody unfolds it, and whatever another version has stored', () => {
  expect(areNotesOpen({ notes: true })).toBe(true);
  for (const layout of [undefined, null, 3, [], {}, { notes: 'yes' }, { notes: false }]) expect(areNotesOpen(layout)).toBe(false);
});
