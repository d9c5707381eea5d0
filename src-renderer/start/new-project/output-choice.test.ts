/** Outputs are switched one by one, never all off, and found by words. */
import { describe, expect, it } from 'vitest';
import { outputsFound, withOutput } from './output-choice.ts';

const declared = ['logits', 'features', 'label'];

describe('switching an output', () => {
  it('keeps the order of the file', () => {
    expect(withOutput(declared, new Set(['label']), 'logits', true)).toEqual(['logits', 'label']);
    expect(withOutput(declared, new Set(declared), 'features', false)).toEqual(['logits', 'label']);
  });
  it('never switches the last one off', () => {
    expect(withOutput(declared, new Set(['label']), 'label', false)).toBeNull();
  });
  it('leaves values inside the network once outputs are chosen', () => {
    expect(withOutput(declared, new Set(['scores']), 'logits', true)).toEqual(['logits']);
    expect(withOutput(declared, new Set(['scores']), 'logits', false)).toBeNull();
  });
});

describe('finding outputs', () => {
  it.each([
    ['', declared],
    ['  ', declared],
    ['L', ['logits', 'label']],
    ['la be', ['label']],
    ['x', []],
  ] as const)('by "%s"', (text, found) => expect(outputsFound(declared, text)).toEqual(found));
});
