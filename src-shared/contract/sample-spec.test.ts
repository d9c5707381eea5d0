/** The text that names samples: its parts, and the changes that the window and an option make to it. */
import { describe, expect, it } from 'vitest';
import { labelledFile, parseSampleSpec, withLabelColumn, withLabelFile } from './sample-spec.ts';

describe('the text that names samples', () => {
  it.each([
    ['a.npy', { path: 'a.npy' }],
    ['a.npy#b.npy@0:5', { path: 'a.npy', part: 'b.npy', range: { from: 0, to: 5 } }],
    ['a.npy#/c/b.npy', { path: 'a.npy', part: '/c/b.npy' }],
    ['a.npz#x,y@0:5', { path: 'a.npz', part: 'x,y', range: { from: 0, to: 5 } }],
    ['dir.npz#1/b.csv#2', { path: 'dir.npz#1/b.csv', part: '2' }],
    ['c#/a.npy@1:2', { path: 'c#/a.npy', range: { from: 1, to: 2 } }],
  ])('%s', (text, parts) => expect(parseSampleSpec(text)).toEqual(parts));

  it('is taken apart into a .npy file and its labels, and put together again', () => {
    expect(labelledFile('a.npy#b.npy@0:5')).toEqual({ samples: 'a.npy@0:5', labels: 'b.npy' });
    expect(labelledFile('a.npy')).toEqual({ samples: 'a.npy', labels: '' });
    expect(['a.npz#x', 'images', ''].map(labelledFile)).toEqual([undefined, undefined, undefined]);
    expect(withLabelFile('a.npy@0:5', '/c/b.npy')).toBe('a.npy#/c/b.npy@0:5');
    expect(withLabelFile('a.npy#b.npy@0:5', 'd.npy')).toBe('a.npy#d.npy@0:5');
    expect(withLabelFile('a.npy#b.npy', '')).toBe('a.npy');
    expect(withLabelFile('a.npz#x', 'd.npy')).toBe('a.npz#x');
  });

  it('takes the column of an option where it names none', () => {
    expect(withLabelColumn(['a.csv@0:2', undefined, 'b.csv#x', 'c.npy'], 'k')).toEqual([
      'a.csv#k@0:2',
      undefined,
      'b.csv#x',
      'c.npy',
    ]);
    expect(() => withLabelColumn(['a.npy', 'images'], 'k')).toThrow(/none of the sources of samples is a table/);
    expect(() => withLabelColumn(['a.csv'], '')).toThrow(/names no column/);
  });
});
