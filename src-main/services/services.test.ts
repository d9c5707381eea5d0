/** Services without a process: shards, shapes of outputs, notes on defaults, and what a folder holds while results are written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { EMPTY_PLAN, type Plan, resolvePlan } from '../../src-shared/plan/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { PlacedNetwork } from '../convert/index.ts';
import { readNpy } from '../dataset/index.ts';
import { defaultNotes } from './model/choices.ts';
import { classScores } from './run/class-scores.ts';
import { removeLeftovers } from '../runtime/temporary.ts';
import { arrayNames, openOutputFolder } from './run/output-folder.ts';
import { parseShard, parseShardDocument, shardPositions } from './run/shard.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-services-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof SpikeloomError) return error.code;
    throw error;
  }
  return 'nothing thrown';
};

describe('shards', () => {
  it('hold every batch once, in order, and differ by one batch at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), (batches, count) => {
        fc.pre(count <= batches);
        const shards = Array.from({ length: count }, (_, i) => shardPositions({ index: i + 1, count }, batches));
        expect(shards.flat()).toEqual(Array.from({ length: batches }, (_, i) => i));
        const sizes = shards.map((positions) => positions.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are refused where they make no sense', () => {
    for (const text of ['0/2', '3/2', '1', 'a/b', '1/0', '-1/2', '1/2/3', ''])
      expect(
        codeOf(() => parseShard(text)),
        text,
      ).toBe('option.invalid');
    expect(codeOf(() => shardPositions({ index: 1, count: 5 }, 3))).toBe('option.invalid');
    for (const text of ['', '{', '{}', '{"shard":{}}', 'null'])
      expect(
        codeOf(() => parseShardDocument(text, 'part.json')),
        text,
      ).toBe('dataset.format');
  });
});

describe('class scores', () => {
  it('takes axis 1 as classes of every position', () => {
    // [T = 1, B = 1, K = 2, 3 positions]
    const { classes, logits } = classScores([2, 3], 1, 1, Float64Array.of(1, 2, 3, 10, 20, 30), new Float64Array(6));
    expect(classes).toBe(2);
    expect([...logits]).toEqual([1, 10, 2, 20, 3, 30]);
  });
});

describe('notes on defaults', () => {
  const site = { name: 'relu', rule: 'relu', node: 'relu', position: 0, input: 'x' } as const;
  const placed = { sites: [site] } as unknown as PlacedNetwork;
  const notesOf = (plan: Plan): string =>
    defaultNotes(placed, plan, { coding: 'differential', tau: 1, layers: resolvePlan(plan, placed.sites) }).join();

  it('name what the user left open, and nothing else', () => {
    expect(notesOf(EMPTY_PLAN)).toContain(
      'coding differential, neuron mt, 8 thresholds, threshold percentile 99.9, one per channel, scale 1, 8 steps',
    );
    const some = notesOf({
      ...EMPTY_PLAN,
      steps: 4,
      defaults: { neuron: 'if' },
      layers: [{ key: 'relu', settings: { threshold: { value: 1 } } }],
    });
    expect(some).toContain('coding differential. Options');
    expect(some).not.toMatch(/neuron if|steps|percentile|thresholds/);
  });
});

describe('output folder', () => {
  it('names arrays after outputs', () => {
    expect(arrayNames('logits', ['out'])).toEqual(['logits.npy']);
    expect(arrayNames('logits', ['a/b', 'a_b', 'c'])).toEqual(['logits.a_b.npy', 'logits.a_b.2.npy', 'logits.c.npy']);
  });

  it('shows nothing before everything is there', async () => {
    const path = join(folder, 'results');
    await using output = await openOutputFolder(path);
    const array = await output.array('logits.npy', 2, [3]);
    await array.add(Float64Array.of(0, 1, 2, 10, 11, 12), 1);
    await array.add(Float64Array.of(3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 17, 18), 2);
    expect(readdirSync(folder)).toEqual([]);
    await output.commit({ 'report.json': '{}' });
    expect(readdirSync(path).sort()).toEqual(['logits.npy', 'report.json']);
    const { shape, data } = await readNpy(join(path, 'logits.npy'));
    expect(shape).toEqual([2, 3, 3]);
    expect([...data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(readFileSync(join(path, 'report.json'), 'utf8')).toBe('{}');
  });

  it('clears up after commands that were killed, not after those at work', async () => {
    const path = mkdtempSync(join(folder, 'left-'));
    writeFileSync(join(path, '.logits.npy.4194305.spikeloom-tmp'), '');
    writeFileSync(join(path, `.logits.npy.${process.ppid}.spikeloom-tmp`), '');
    writeFileSync(join(path, 'mine.npy'), '');
    await removeLeftovers(path);
    expect(readdirSync(path)).toEqual([`.logits.npy.${process.ppid}.spikeloom-tmp`, 'mine.npy']);
  });
});
