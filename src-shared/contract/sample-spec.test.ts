/** The text that names samples: its parts, and the changes that the window and an option make to it. */
import { describe, expect, it } from 'vitest';
import { labelledSamples, parseSampleSpec, tableColumn, withColumn, withLabelColumn, withLabelFile } from './sample-spec.ts';

describe('the text that names samples', () => {
  it.each([
    ['a.npy', { path: 'a.npy' }],
    ['a.npy#b.npy@0:5', { path: 'a.npy', part: 'b.npy', range: { from: 0, to: 5 } }],
    ['a.npy#/c/b.npy', { path: 'a.npy', part: '/c/b.npy' }],
    ['a.npz#x,y@0:5', { path: 'a.npz', part: 'x,y', range: { from: 0, to: 5 } }],
    ['dir.npz#1/b.csv#2', { path: 'dir.npz#1/b.csv', part: '2' }],
    ['x.npz#x#y.npy', { path: 'x.npz', part: 'x', labels: 'y.npy' }],
    ['x.npz#y.npy', { path: 'x.npz', labels: 'y.npy' }],
    ['images/#../y.npy@0:5', { path: 'images', labels: '../y.npy', range: { from: 0, to: 5 } }],
    ['t10k-images-idx3-ubyte.gz#y.npy', { path: 't10k-images-idx3-ubyte.gz', labels: 'y.npy' }],
    ['test_batch.bin#y.npy', { path: 'test_batch.bin', labels: 'y.npy' }],
    ['data#1.npy', { path: 'data#1.npy' }],
    ['c#/a.npy@1:2', { path: 'c#/a.npy', range: { from: 1, to: 2 } }],
  ])('%s', (text, parts) => expect(parseSampleSpec(text)).toEqual(parts));

  it.each([
    ['a.npy@0:5', 'a.npy#b.npy@0:5'],
    ['a.npz#x', 'a.npz#x#b.npy'],
    ['a.npz', 'a.npz#b.npy'],
    ['images', 'images/#b.npy', 'images'],
    ['images/@0:5', 'images/#b.npy@0:5', 'images@0:5'],
    ['C:\\images\\', 'C:\\images\\#b.npy', 'C:\\images'],
    ['test_batch.bin', 'test_batch.bin#b.npy'],
    ['train-images-idx3-ubyte', 'train-images-idx3-ubyte#b.npy'],
  ])('%s gets labels and loses them', (samples, labelled, left = samples) => {
    expect(labelledSamples(samples)).toEqual({ samples, labels: '' });
    expect(withLabelFile(samples, 'b.npy')).toBe(labelled);
    expect(labelledSamples(labelled)).toEqual({ samples: left, labels: 'b.npy' });
    expect(withLabelFile(labelled, '')).toBe(left);
    expect(labelledSamples(withLabelFile(labelled, '/c/d.npy'))?.labels).toBe('/c/d.npy');
    expect(parseSampleSpec(labelled)).toMatchObject(labelled.includes('.npy#') ? { part: 'b.npy' } : { labels: 'b.npy' });
  });

  it('of a table has a column, and no file of labels', () => {
    expect(['a.csv#x', ''].map(labelledSamples)).toEqual([undefined, undefined]);
    expect(withLabelFile('a.csv#x', 'd.npy')).toBe('a.csv#x');
    expect(tableColumn('a.tsv#kind@0:5')).toEqual({ samples: 'a.tsv@0:5', column: 'kind' });
    expect(tableColumn('a.npy')).toBeUndefined();
    expect(withColumn('a.csv@0:5', '-1')).toBe('a.csv#-1@0:5');
    expect(withColumn('a.csv#kind', '')).toBe('a.csv');
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
