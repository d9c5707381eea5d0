/** The options that record spikes: what they ask for, and what is said if one lacks another. */
import { describe, expect, it } from 'vitest';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { SPIKE_BUDGET } from '../../src-shared/spikes/index.ts';
import { indices, recordedJson, recordedText, recordingOf } from './recording.ts';

it('lists of samples are whole numbers, and may be given in parts', () => {
  expect(indices('0, 5,7', [3])).toEqual([3, 0, 5, 7]);
  for (const text of ['', '1,', '-1', '1.5', 'x', '1-3', '12345678901']) expect(() => indices(text), text).toThrow(/0,5,7/);
});

describe('a recording', () => {
  const both = { recordSpikes: ['relu'], recordSamples: [0] };

  it('needs layers and samples', () => {
    expect(recordingOf({})).toBeUndefined();
    expect(recordingOf(both)).toEqual({ layers: ['relu'], samples: [0], budget: SPIKE_BUDGET });
    expect(recordingOf({ ...both, spikeBudget: 2 })!.budget).toBe(2e6);
    for (const [options, missing] of [
      [{ recordSpikes: ['relu'] }, '--record-samples'],
      [{ recordSamples: [0] }, '--record-spikes'],
      [{ spikes: 'x.npz' }, '--record-spikes'],
      [{ spikeBudget: 3 }, '--record-spikes'],
    ] as const) {
      expect(() => recordingOf(options)).toThrow(`add ${missing}.`);
    }
  });

  it('is told with its size, or with what is missing', () => {
    const whole = { layers: ['a', 'b'], samples: [1], bytes: 2_500_000, missing: null };
    expect(recordedText(whole)).toBe('Recorded spikes of 2 layers and 1 sample: 2.50 MB.');
    expect(recordedJson(whole)).toEqual(whole);
    const missing = ['The disk is full: use another ', { option: 'out' }, '.'] as const;
    expect(recordedText({ ...whole, missing })).toBe(
      'Spikes are missing: The disk is full: use another --out. The run itself is whole.',
    );
    expect(recordedJson({ ...whole, missing }).missing).toBe(onCommandLine(missing));
  });
});
