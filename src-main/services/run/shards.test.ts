/**
 * Any split of an evaluation merges to the same result as the whole, to the last bit, whatever the order and form of its parts.
 * An incomplete set is refused.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attention, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import { isWarning } from '../../../src-shared/message/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject } from './evaluate-project.ts';
import { mergeShards } from './merge-shards.ts';
import { formatShard, type Shard } from './shard.ts';

const CONTEXT = { signal: new AbortController().signal };
const ENGINE = { engine: 'reference' as const };
/** The last batch is smaller than the others. */
const [SAMPLES, BATCH] = [22, 3];
const BATCHES = 8;

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-shards-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = (project: string) => ({
  ...ENGINE,
  project,
  dataset: at('samples.npy'),
  labels: at('labels.npy'),
  batch: BATCH,
});
/** A report without the timing, which differs from run to run. */
const lasting = ({ timing: _, ...report }: RunReport): string => JSON.stringify(report);

let whole: string;
/** Paths of the shard documents by `i/N`. */
const documents = new Map<string, string>();

beforeAll(async () => {
  writeFileSync(at('model.onnx'), onnxBytes(attention));
  writeFileSync(at('samples.npy'), formatNpy(samplesOf(attention, SAMPLES, 7), [SAMPLES, 6, 5]));
  writeFileSync(
    at('labels.npy'),
    formatNpy(
      Float64Array.from({ length: SAMPLES }, (_, i) => i % 4),
      [SAMPLES],
    ),
  );
  const calibration = { source: at('samples.npy'), batch: 8 };
  const options = { steps: 3 };
  await convertModel({ ...ENGINE, model: at('model.onnx'), out: at('fresh.spikeloom'), plan: { options }, calibration }, CONTEXT);
  for (const copy of ['whole.spikeloom', 'scratch.spikeloom']) copyFileSync(at('fresh.spikeloom'), at(copy));
  whole = lasting((await evaluateProject(request(at('whole.spikeloom')), CONTEXT)).report);
});

/** The path of a shard's document. The shard runs when its document is first needed. */
async function documentOf(shard: Shard): Promise<string> {
  const name = formatShard(shard);
  const known = documents.get(name);
  if (known !== undefined) return known;
  const file = at(`${shard.index}-of-${shard.count}.json`);
  const { report, shard: document } = await evaluateProject({ ...request(at('scratch.spikeloom')), shard }, CONTEXT);
  writeFileSync(file, JSON.stringify({ ...report, shard: document }));
  documents.set(name, file);
  return file;
}

/** A split, the order in which its shards are named, and the shards that are only in the project. */
const split = fc.integer({ min: 1, max: BATCHES }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    order: fc.shuffledSubarray(
      Array.from({ length: count }, (_, i) => i + 1),
      { minLength: count },
    ),
    inProject: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
  }),
);

describe('shards', () => {
  it('of any split, in any order, as documents or in a project, make the whole', async () => {
    await fc.assert(
      fc.asyncProperty(split, async ({ count, order, inProject }) => {
        const project = at('merged.spikeloom');
        copyFileSync(at('fresh.spikeloom'), project);
        const parts: string[] = [];
        for (const index of order) if (!inProject[index - 1]) parts.push(await documentOf({ index, count }));
        if (inProject.includes(true)) {
          for (const [i, stored] of inProject.entries())
            if (stored) await evaluateProject({ ...request(project), shard: { index: i + 1, count } }, CONTEXT);
          parts.splice(order[0]! % (parts.length + 1), 0, project);
        }
        const { report, shards } = await mergeShards({ parts }, CONTEXT);
        expect(shards).toBe(count);
        expect(lasting(report)).toBe(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('merged into a project leave a run with every batch of the whole', async () => {
    const project = at('stored.spikeloom');
    copyFileSync(at('fresh.spikeloom'), project);
    const parts = [await documentOf({ index: 2, count: 2 }), project, await documentOf({ index: 1, count: 2 })];
    const { run } = await mergeShards({ parts }, CONTEXT);
    using merged = openProject(project, { readOnly: true });
    using undivided = openProject(at('whole.spikeloom'), { readOnly: true });
    const timeless = (_: string, value: unknown): unknown =>
      typeof value === 'object' && value !== null && 'annMs' in value ? { ...value, annMs: 0, snnMs: 0 } : value;
    expect(JSON.stringify(merged.runBatches(run!), timeless)).toBe(JSON.stringify(undivided.runBatches(1), timeless));
  });

  it('in a project, each with warnings of its own, make the warnings of the whole alone', async () => {
    const [model, calibration] = [at('model.onnx'), { source: at('samples.npy'), batch: 8 }];
    const project = at('clipped.spikeloom');
    await convertModel(
      { ...ENGINE, model, out: project, plan: { options: { steps: 3, thresholdScale: 0.1 } }, calibration },
      CONTEXT,
    );
    const undivided = await evaluateProject(request(project), CONTEXT);
    expect(undivided.report.notes.filter(isWarning)).not.toEqual([]);
    for (const index of [1, 2]) await evaluateProject({ ...request(project), shard: { index, count: 2 } }, CONTEXT);
    const { report } = await mergeShards({ parts: [project] }, CONTEXT);
    expect(report.notes).toEqual(undivided.report.notes);
  });

  it('that are missing are listed, one given twice is named with its twin', async () => {
    const part = (index: number) => documentOf({ index, count: 5 });
    const [first, third] = [await part(1), await part(3)];
    await expect(mergeShards({ parts: [third, first] }, CONTEXT)).rejects.toMatchObject({
      code: 'option.invalid',
      message: 'Shard 2/5, 4/5, 5/5 is missing; give all 5.',
    });
    const again = at('again.json');
    copyFileSync(third, again);
    await expect(mergeShards({ parts: [first, third, again] }, CONTEXT)).rejects.toMatchObject({
      code: 'option.invalid',
      message: `${again} and ${third} are both shard 3/5; give each shard once.`,
    });
    await expect(mergeShards({ parts: [first, await documentOf({ index: 2, count: 2 })] }, CONTEXT)).rejects.toThrow(
      /not of one evaluation/,
    );
  });

  it('in a project are those of its newest evaluation, whatever else was evaluated in parts', async () => {
    const project = at('several.spikeloom');
    copyFileSync(at('fresh.spikeloom'), project);
    const evaluate = (shard: Shard, dataset = at('samples.npy')) =>
      evaluateProject({ ...request(project), dataset, shard }, CONTEXT);
    writeFileSync(at('other.npy'), formatNpy(samplesOf(attention, SAMPLES, 8), [SAMPLES, 6, 5]));
    await evaluate({ index: 1, count: 2 }, at('other.npy'));
    await evaluate({ index: 1, count: 3 });
    await evaluate({ index: 2, count: 2 });
    await expect(mergeShards({ parts: [project] }, CONTEXT)).rejects.toThrow('Shard 1/2 is missing; give all 2.');
    await evaluate({ index: 1, count: 2 });
    expect(lasting((await mergeShards({ parts: [project] }, CONTEXT)).report)).toBe(whole);
  });
});
