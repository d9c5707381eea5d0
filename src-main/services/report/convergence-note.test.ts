/** A run that does not converge gets a note, and the note names the layers. */
import { describe, expect, it } from 'vitest';
import { plainNote } from '../../../src-shared/message/index.ts';
import type { LayerResult } from '../../../src-shared/results/index.ts';
import { convergenceNotes } from './convergence-note.ts';

const layer = (name: string, error: number, values: readonly number[] = [1]): LayerResult => ({
  kind: 'neuron',
  name,
  node: name,
  coding: 'differential',
  neuron: 'mt',
  thresholds: 8,
  threshold: { level: 'channel', values: [...values] },
  neurons: 4,
  firing_rate: [0.5],
  conversion_error: [1, error],
});
const layers = [layer('a', 0.02), layer('b', 0.4, [0, 1]), layer('c', 0.45), layer('d', 0.1)];
const notes = (errors: readonly number[]) => convergenceNotes([{ what: 'Output y', errors }], layers).map(plainNote);

describe('convergence', () => {
  it.each<[string, readonly number[]]>([
    ['an error that shrinks', [0.9, 0.7, 0.4, 0.3, 0.2, 0.15, 0.12, 0.11]],
    ['an error that stays, and is small', [0.09, 0.09, 0.09, 0.09]],
    ['too few steps to tell', [0.5, 0.5]],
    ['no steps', []],
  ])('%s is not called out', (_, errors) => expect(notes(errors)).toEqual([]));

  it('an error that stays, or grows again, is called out with the layers where it rises and a remedy', () => {
    for (const errors of [
      [0.9, 0.5, 0.5, 0.48],
      [0.9, 0.3, 0.4, 0.6],
    ]) {
      const [note] = notes(errors);
      expect(note).toMatch(/^Output y does not improve over the second half of the steps: /);
      expect(note).toContain('b (40 %, 1 of 2 channels have θ = 0 and never fire), c (45 %), a (2.0 %)');
      expect(note).toContain('More steps will not help.');
    }
  });

  it('writes an error of the size of the answer, or a larger one, as a plain number', () => {
    expect(notes([1, 1, 0.998, 12.3])[0]).toContain(': 100 % off after 2 steps, 1230 % after 4.');
  });

  it('says so where no layer’s error is known', () => {
    const [note] = convergenceNotes([{ what: 'Output y', errors: [1, 1, 1, 1] }], []);
    expect(plainNote(note!)).toContain('No layer’s conversion error');
  });
});
