/**
 * The records of a run's samples: the same whether the run was interrupted, split or neither; absent, with the reason, in runs of
 * older projects and for outputs that are no class vectors.
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeOldProject } from '../../../tests/fixtures/old-project.ts';
import { perceptron, residual, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import { decodeRecords, joinRecords, type SampleRecords, summariseStopping } from '../../../src-shared/metrics/index.ts';
import { isNeuronLayer } from '../../../src-shared/results/index.ts';
import { formatNpy, parseNpy } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject, type EvaluateRequest } from './evaluate-project.ts';
import { mergeShards } from './merge-shards.ts';
import { foldBatches } from './run-dataset.ts';

const CONTEXT = { signal: new AbortController().signal };
const [SAMPLES, BATCH, T, K] = [14, 3, 4, 10];
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-kept-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function convert(name: string, model: Uint8Array, shape: readonly number[], values: Float32Array, steps: number) {
  writeFileSync(at(`${name}.onnx`), model);
  writeFileSync(at(`${name}.npy`), formatNpy(values, [values.length / shape.reduce((a, b) => a * b), ...shape]));
  const calibration = { source: at(`${name}.npy`), batch: 10 };
  await convertModel(
    { model: at(`${name}.onnx`), out: at(`${name}.spikeloom`), engine: 'reference', plan: { options: { steps } }, calibration },
    CONTEXT,
  );
}

beforeAll(async () => {
  await convert('net', onnxBytes(residual), [3, 12, 12], samplesOf(residual, SAMPLES, 5), T);
  writeFileSync(
    at('labels.npy'),
    formatNpy(
      Float64Array.from({ length: SAMPLES }, (_, i) => i % K),
      [SAMPLES],
    ),
  );
});

/** A copy of the converted project, so that tests do not see each other's runs. */
function fresh(name: string, of = 'net'): string {
  const path = at(`${name}.spikeloom`);
  copyFileSync(at(`${of}.spikeloom`), path);
  return path;
}
const request = (project: string, more: Partial<EvaluateRequest> = {}): EvaluateRequest => ({
  project,
  dataset: at('net.npy'),
  labels: at('labels.npy'),
  engine: 'reference',
  batch: BATCH,
  ...more,
});

/** The blocks of a run, read in pieces of two batches. */
function blocksOf(path: string, run: number): string[] {
  using project = openProject(path, { readOnly: true });
  const blocks: string[] = [];
  for (let from = 0; ; ) {
    const piece = project.runRecords(run, from, 2);
    blocks.push(...piece.map(({ position, samples, data }) => `${position} ${samples} ${Buffer.from(data).toString('hex')}`));
    if (piece.length < 2) return blocks;
    from = piece.at(-1)!.position + 1;
  }
}
const arraysOf = (file: string) =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(file))).map(([name, bytes]) => {
      const { data, shape } = parseNpy(bytes, name);
      return [name, { shape: [...shape], values: [...data] }];
    }),
  );

describe('a run', () => {
  it('keeps what its report was made of, for all samples in order', async () => {
    const project = fresh('whole');
    const { report, run } = await evaluateProject(request(project, { samples: at('whole.npz') }), CONTEXT);
    expect(report.kept).toEqual({ samples: SAMPLES, missing: null });
    using opened = openProject(project, { readOnly: true });
    expect(opened.run(run!)!.report).toEqual(report);
    const parts = opened
      .runRecords(run!, 0, 100)
      .map(({ data, samples }) => decodeRecords(data, { samples, steps: T, classes: K })!);
    const records: SampleRecords = joinRecords(parts);
    expect(records.labels).toEqual(Int32Array.from({ length: SAMPLES }, (_, i) => i % K));
    for (const { step, accuracy, agreement } of report.steps) {
      const answers = records.answers.subarray((step - 1) * SAMPLES, step * SAMPLES);
      expect(answers.filter((answer, i) => answer === records.labels![i]).length / SAMPLES).toBe(accuracy);
      expect(answers.filter((answer, i) => answer === records.float[i]).length / SAMPLES).toBe(agreement);
    }
    const arrays = arraysOf(at('whole.npz'));
    expect(Object.entries(arrays).map(([name, { shape }]) => [name, shape])).toEqual([
      ['labels.npy', [SAMPLES]],
      ['float_answers.npy', [SAMPLES]],
      ['answers.npy', [T, SAMPLES]],
      ['margins.npy', [T, SAMPLES]],
    ]);
    expect(arrays['labels.npy']!.values).toEqual([...records.labels!]);
    expect(arrays['float_answers.npy']!.values).toEqual([...records.float]);
    expect(arrays['answers.npy']!.values).toEqual([...records.answers]);
    expect(arrays['margins.npy']!.values).toEqual([...Float32Array.from(records.margins, (code) => code / 65_000)]);
  });

  it('keeps the delayed readout: from step 1 on it is the accuracy of the run', async () => {
    const { report } = await evaluateProject(request(fresh('delayed')), CONTEXT);
    const rows = report.delayed_readout!;
    expect(rows.map(({ from, agreement }) => [from, agreement.length])).toEqual([
      [1, 4],
      [2, 3],
      [3, 2],
      [4, 1],
    ]);
    expect(rows[0]).toEqual({
      from: 1,
      accuracy: report.steps.map(({ accuracy }) => accuracy),
      agreement: report.steps.map(({ agreement }) => agreement),
    });
  });

  it('has the energy of every layer and step, which adds up to its share', async () => {
    const { report } = await evaluateProject(request(fresh('energy')), CONTEXT);
    const total = report.steps.at(-1)!.energy;
    const terms = new Map<string, number>();
    for (const layer of report.layers) {
      const rows = Object.entries(layer.energy!);
      expect(rows.map(([term]) => term)).toEqual(
        isNeuronLayer(layer) ? ['neuron-update', 'state-memory'] : [expect.stringMatching(/accumulate$/), 'weight-memory'],
      );
      const last = rows.map(([, values]) => values.at(-1)!);
      expect(rows.every(([, values]) => values.length === T)).toBe(true);
      expect(last.reduce((a, b) => a + b) / total.total_pj).toBeCloseTo(layer.energy_share!, 12);
      for (const [index, [term]] of rows.entries()) terms.set(term, (terms.get(term) ?? 0) + last[index]!);
    }
    for (const term of ['accumulate', 'multiply-accumulate', 'weight-memory', 'neuron-update'])
      expect(terms.get(term) ?? 0).toBeCloseTo(total.rows.find((row) => row.term === term)!.pj, 6);
  });

  it('has the share that is clipped after every step: with differential coding it falls', async () => {
    const [model, calibration] = [at('net.onnx'), { source: at('net.npy'), batch: 10 }];
    const plan = { options: { steps: T, thresholdScale: '0.4' } };
    await convertModel({ model, out: at('clipped.spikeloom'), engine: 'reference', plan, calibration }, CONTEXT);
    const clippedBy = async (engine: 'reference' | 'cpu') => {
      const { report } = await evaluateProject(request(at('clipped.spikeloom'), { engine, threads: 1 }), CONTEXT);
      return report.layers.filter(isNeuronLayer).map(({ clipped, lost }) => {
        expect(clipped!.at(-1)).toBe(lost!.clipped.share);
        expect(clipped!.toSorted((a, b) => b - a)).toEqual(clipped);
        return clipped!;
      });
    };
    const reference = await clippedBy('reference');
    expect(reference.every((clipped) => clipped[0]! > clipped.at(-1)!)).toBe(true);
    expect(await clippedBy('cpu')).toEqual(reference);
  });

  it('that was cancelled half way and resumed keeps the same, bit for bit', async () => {
    const whole = fresh('undisturbed');
    await evaluateProject(request(whole, { samples: at('undisturbed.npz') }), CONTEXT);
    const project = fresh('resumed');
    const stop = new AbortController();
    let batches = 0;
    const onPartial = (): void => void (++batches === 2 && stop.abort());
    await expect(evaluateProject(request(project), { signal: stop.signal, onPartial })).rejects.toThrow();
    expect(blocksOf(project, 1)).toEqual(blocksOf(whole, 1).slice(0, 2));
    const { resumed } = await evaluateProject(request(project, { samples: at('resumed.npz') }), CONTEXT);
    expect(resumed).toBe(2);
    expect(blocksOf(project, 1)).toEqual(blocksOf(whole, 1));
    expect(readFileSync(at('resumed.npz')).equals(readFileSync(at('undisturbed.npz')))).toBe(true);
  });

  it('of merged shards, from documents and from a project, keeps the same, bit for bit', async () => {
    const whole = fresh('unsplit');
    await evaluateProject(request(whole, { samples: at('unsplit.npz') }), CONTEXT);
    const [project, elsewhere] = [fresh('merged'), fresh('elsewhere')];
    await evaluateProject(request(project, { shard: { index: 2, count: 2 } }), CONTEXT);
    const { report, shard } = await evaluateProject(request(elsewhere, { shard: { index: 1, count: 2 } }), CONTEXT);
    expect(report.kept).toEqual({ samples: 6, missing: null });
    writeFileSync(at('part.json'), JSON.stringify({ ...report, shard }));
    const merged = await mergeShards({ parts: [project, at('part.json')], samples: at('merged.npz') }, CONTEXT);
    expect(merged.report.kept).toEqual({ samples: SAMPLES, missing: null });
    expect(blocksOf(project, merged.run!)).toEqual(blocksOf(whole, 1));
    expect(readFileSync(at('merged.npz')).equals(readFileSync(at('unsplit.npz')))).toBe(true);
  });

  it('whose shard document was changed is refused', async () => {
    const { report, shard } = await evaluateProject(request(fresh('changed'), { shard: { index: 1, count: 1 } }), CONTEXT);
    const [first, ...rest] = shard!.batches;
    for (const records of ['', 'AAAA', rest[0]!.records!.slice(0, -4)]) {
      writeFileSync(
        at('changed.json'),
        JSON.stringify({ ...report, shard: { ...shard, batches: [{ ...first, records }, ...rest] } }),
      );
      await expect(mergeShards({ parts: [at('changed.json')] }, CONTEXT)).rejects.toMatchObject({ code: 'dataset.format' });
    }
  });

  it('without labels keeps none: its file has no array of labels', async () => {
    const { report } = await evaluateProject(request(fresh('plain'), { labels: undefined, samples: at('plain.npz') }), CONTEXT);
    expect(report.kept).toEqual({ samples: SAMPLES, missing: null });
    expect(report.delayed_readout!.map(({ accuracy }) => accuracy)).toEqual([null, null, null, null]);
    expect(Object.keys(arraysOf(at('plain.npz')))).toEqual(['float_answers.npy', 'answers.npy', 'margins.npy']);
  });

  it('of one step keeps one answer', async () => {
    await convert('single', onnxBytes(residual), [3, 12, 12], samplesOf(residual, SAMPLES, 5), 1);
    const { report } = await evaluateProject(
      request(at('single.spikeloom'), { dataset: at('single.npy'), samples: at('single.npz') }),
      CONTEXT,
    );
    expect(report.delayed_readout).toHaveLength(1);
    expect(arraysOf(at('single.npz'))['answers.npy']!.shape).toEqual([1, SAMPLES]);
  });

  it('of a network with several outputs keeps the first', async () => {
    await convert('two', onnxBytes(perceptron), [7], samplesOf(perceptron, 9, 2), 2);
    const two = { dataset: at('two.npy'), labels: undefined, samples: at('two.npz') };
    const { report } = await evaluateProject(request(at('two.spikeloom'), two), CONTEXT);
    expect(report.kept).toEqual({ samples: 9, missing: null });
    expect(arraysOf(at('two.npz'))['answers.npy']!.shape).toEqual([2, 9]);
  });

  it('takes less than 15 MB for 50,000 samples of 32 steps, in the file', async () => {
    await convert('long', onnxBytes(residual), [3, 12, 12], samplesOf(residual, SAMPLES, 5), 32);
    await evaluateProject(request(at('long.spikeloom'), { dataset: at('long.npy'), batch: SAMPLES }), CONTEXT);
    using project = openProject(at('long.spikeloom'), { readOnly: true });
    const bytes = project.runRecords(1, 0, 10).reduce((sum, { data }) => sum + data.length, 0);
    const { delayed } = foldBatches(project.runBatches(1) as never);
    console.log(
      `${(bytes / SAMPLES).toFixed(0)} bytes a sample, delayed readout ${JSON.stringify(delayed).length} bytes a batch`,
    );
    // A default batch has 100 samples.
    expect(50_000 * (bytes / SAMPLES) + 500 * JSON.stringify(delayed).length).toBeLessThan(15e6);
  });
});

describe('a stop at a margin', () => {
  it('is found in what is kept, exactly as the sweep of the report has it', async () => {
    const project = fresh('sweep');
    const { report } = await evaluateProject(request(project), CONTEXT);
    using opened = openProject(project, { readOnly: true });
    const { evaluation } = foldBatches(opened.runBatches(1) as never);
    const ratios = report.steps.map(({ energy_ratio }) => energy_ratio);
    const sweep = summariseStopping(evaluation, ratios).map(({ margin, accuracy, mean_steps }) => ({
      margin,
      accuracy,
      mean_steps,
    }));
    expect(report.early_stopping).toMatchObject(sweep);
  });
});

describe('an older project', () => {
  const old = mkdtempSync(join(tmpdir(), 'spikeloom-old-'));
  const path = join(old, 'p.spikeloom');
  const before = process.cwd();
  beforeAll(() => {
    writeOldProject(old);
    process.chdir(old);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(old, { recursive: true, force: true });
  });
  const work = { project: 'p.spikeloom', dataset: 'samples.npy', engine: 'reference', batch: 5 } as const;

  it('opens; its runs keep nothing, and say nothing that they do not know', () => {
    using project = openProject(path);
    const { report } = project.run(1)!;
    expect(report!.steps).toHaveLength(4);
    expect([report!.kept, report!.delayed_readout]).toEqual([undefined, undefined]);
    expect(report!.layers.every(({ energy }) => energy === undefined)).toBe(true);
    expect(project.runRecords(1, 0, 100)).toEqual([]);
    expect(project.runBatches(1).every((batch) => !('records' in batch))).toBe(true);
  });

  it('refuses to write samples of a run that began without records, before anything is computed', async () => {
    const run = evaluateProject({ ...work, samples: 'samples.npz' }, CONTEXT);
    await expect(run).rejects.toMatchObject({
      code: 'option.invalid',
      message: expect.stringContaining('stored 2 of 2 batches') as unknown,
    });
    expect(existsSync(join(old, 'samples.npz'))).toBe(false);
    using project = openProject(path);
    expect(project.run(2)!.state).toBe('cancelled');
  });

  it('finishes a run that it began: the report says what is missing, and not that it is zero', async () => {
    const { report, resumed } = await evaluateProject(work, CONTEXT);
    expect(resumed).toBe(2);
    expect(report.kept).toEqual({ samples: 0, missing: expect.stringContaining('stored 2 of 4 batches') as unknown });
    expect(report.delayed_readout).toBeUndefined();
    const again = await evaluateProject({ ...work, samples: 'samples.npz' }, CONTEXT);
    expect([again.run, again.report.kept!.missing]).toEqual([3, null]);
    expect(again.report.steps).toEqual(report.steps);
    expect(statSync(join(old, 'samples.npz')).size).toBeGreaterThan(0);
  });
});
