/**
 * What a window gets of a run's samples: records in pieces, which give the numbers of the report and of `--samples`, and pictures. What is
 * missing is said.
 */
import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeOldProject } from '../../../tests/fixtures/old-project.ts';
import { perceptron, residual, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import type { RecordsPiece } from '../../../src-shared/contract/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { decodeRecords, joinRecords, type SampleRecords } from '../../../src-shared/metrics/index.ts';
import { confusionOf, countKinds, type RunReport } from '../../../src-shared/results/index.ts';
import { formatNpy, readNpz } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { ranWith } from '../capsule/run-settings.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject, type EvaluateRequest } from '../run/evaluate-project.ts';
import { runRecords } from './run-records.ts';
import { samplePictures, type SamplePicturesRequest } from './sample-pictures.ts';

const CONTEXT = { signal: new AbortController().signal };
const [SAMPLES, T, K] = [14, 4, 10];
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-samples-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npy = (name: string, shape: readonly number[], data: Float64Array | Float32Array): void =>
  writeFileSync(at(name), formatNpy(data, shape));

async function convert(name: string, model: Uint8Array, shape: readonly number[], values: Float32Array, steps: number) {
  writeFileSync(at(`${name}.onnx`), model);
  npy(`${name}.npy`, [values.length / shape.reduce((a, b) => a * b), ...shape], values);
  const calibration = { source: at(`${name}.npy`), batch: 10 };
  await convertModel(
    { model: at(`${name}.onnx`), out: at(`${name}.spikeloom`), engine: 'reference', plan: { options: { steps } }, calibration },
    CONTEXT,
  );
}

const evaluate = (name: string, more: Partial<EvaluateRequest> = {}, context: Parameters<typeof evaluateProject>[1] = CONTEXT) =>
  evaluateProject(
    { project: at(`${name}.spikeloom`), dataset: at(`${name}.npy`), engine: 'reference', batch: 3, selfCheck: false, ...more },
    context,
  );

/** All pieces of a run. */
function piecesOf(path: string, id: number, names: readonly string[] | null = null): RecordsPiece[] {
  using project = openProject(path, { readOnly: true });
  const pieces: RecordsPiece[] = [];
  for (let from: number | null = 0; from !== null; from = pieces.at(-1)!.next)
    pieces.push(runRecords(project, project.run(id)!, from, names));
  return pieces;
}
/** The records in pieces, as the window puts them together. */
function joined(pieces: readonly RecordsPiece[]): { readonly records: SampleRecords; readonly first: number[] } {
  const { steps, classes } = pieces[0]!;
  const batches = pieces.flatMap((piece) => piece.batches);
  const parts = batches.map(({ samples, data }) => decodeRecords(Buffer.from(data, 'base64'), { samples, steps, classes })!);
  return { records: joinRecords(parts), first: batches.map(({ first }) => first) };
}

beforeAll(async () => {
  await convert('net', onnxBytes(residual), [3, 12, 12], samplesOf(residual, SAMPLES, 5), T);
  npy(
    'labels.npy',
    [SAMPLES],
    Float64Array.from({ length: SAMPLES }, (_, i) => i % K),
  );
});

describe('the records of a run', () => {
  let report: RunReport;
  let run: number;
  beforeAll(async () => {
    const result = await evaluate('net', { labels: at('labels.npy'), samples: at('net.npz') });
    [report, run] = [result.report, result.run!];
  });

  it('are those that --samples writes, and give every number of the report', async () => {
    const names = Array.from({ length: K }, (_, k) => `class ${k}`);
    const [piece, ...others] = piecesOf(at('net.spikeloom'), run, names);
    expect(piece).toMatchObject({ samples: SAMPLES, kept: SAMPLES, steps: T, classes: K, names, missing: null, next: null });
    expect(others).toEqual([]);
    const { records, first } = joined([piece!]);
    expect(first).toEqual([0, 3, 6, 9, 12]);
    const arrays = await readNpz(at('net.npz'));
    expect([...records.answers]).toEqual([...arrays.get('answers')!.data]);
    expect([...records.float]).toEqual([...arrays.get('float_answers')!.data]);
    const share = (count: number): number => count / SAMPLES;
    for (const { step, accuracy, agreement } of report.steps) {
      const counts = countKinds(records, { step, after: T, label: null, answer: null, of: 'spiking' });
      expect(share(SAMPLES - counts.flipped)).toBeCloseTo(agreement, 12);
      expect(share(SAMPLES - counts['both-wrong'] - counts['spiking-wrong'])).toBeCloseTo(accuracy!, 12);
      expect(share(SAMPLES - counts['both-wrong'] - counts['float-wrong'])).toBeCloseTo(report.ann.accuracy!, 12);
      expect(counts['float-wrong']).toBe(report.paired!.with_float!.only_spiking[step - 1]);
      expect(counts['spiking-wrong']).toBe(report.paired!.with_float!.only_float[step - 1]);
      const { spiking, float } = confusionOf(records, K, step)!;
      const right = (matrix: Int32Array): number => matrix.filter((_, i) => i % (K + 1) === 0).reduce((a, b) => a + b);
      expect(share(right(spiking))).toBeCloseTo(accuracy!, 12);
      expect(share(right(float))).toBeCloseTo(report.ann.accuracy!, 12);
    }
  });

  it('come in pieces of whole batches, which together are the same', async () => {
    const many = 4200;
    npy('many.npy', [many, 7], samplesOf(perceptron, many, 3));
    await convert('small', onnxBytes(perceptron), [7], samplesOf(perceptron, 20, 3), 2);
    const { run: id } = await evaluate('small', { dataset: at('many.npy'), batch: 100, samples: at('many.npz') });
    const pieces = piecesOf(at('small.spikeloom'), id!);
    expect(pieces.map(({ batches, next }) => [batches.length, next])).toEqual([
      [40, 40],
      [2, null],
    ]);
    const { records, first } = joined(pieces);
    expect(first).toEqual(Array.from({ length: 42 }, (_, i) => 100 * i));
    // Two outputs: the first one's answers; no labels.
    expect([...records.answers]).toEqual([...(await readNpz(at('many.npz'))).get('answers')!.data]);
    expect(records.labels).toBeNull();
  });

  it('of a run that was cancelled half way are those of its finished batches', async () => {
    const stop = new AbortController();
    let batches = 0;
    const onPartial = (): void => void (++batches === 2 && stop.abort());
    const going = evaluate('net', { batch: 4, labels: at('labels.npy') }, { signal: stop.signal, onPartial });
    await expect(going).rejects.toThrow();
    const [piece] = piecesOf(at('net.spikeloom'), run + 1);
    expect(piece).toMatchObject({ samples: SAMPLES, kept: 8, missing: null, next: null });
    expect(joined([piece!]).records.samples).toBe(8);
  });

  it('are refused if they are not of this run', () => {
    using project = openProject(at('net.spikeloom'), { readOnly: true });
    const record = project.run(run)!;
    for (const settings of [{}, { steps: T + 1, batch: 3, samples: SAMPLES }, { steps: T, batch: 2, samples: SAMPLES }])
      expect(() => runRecords(project, { ...record, settings }, 0, null)).toThrow(
        expect.objectContaining({ code: 'project.damaged' }),
      );
  });

  it('are missing, with the reason, if the output is no class vector', async () => {
    const dense = { ...residual, outputs: ['rc'] };
    await convert('dense', onnxBytes(dense), [3, 12, 12], samplesOf(residual, 4, 5), 2);
    const { run: id } = await evaluate('dense');
    const [piece] = piecesOf(at('dense.spikeloom'), id!);
    expect(piece).toMatchObject({ kept: 0, batches: [], next: null, missing: expect.stringContaining('is no class vector') });
    // Nothing but the batches tells of a run that has not ended.
    using project = openProject(at('dense.spikeloom'), { readOnly: true });
    const going = { ...project.run(id!)!, report: undefined };
    expect(runRecords(project, going, 0, null).missing).toContain('is no class vector');
  });

  it('are missing, with the reason, in runs of an older version, and before the first batch', () => {
    mkdirSync(at('old'));
    writeOldProject(at('old'));
    // Opened once for writing, it is brought up to date.
    openProject(at('old/p.spikeloom')).close();
    for (const id of [1, 2])
      expect(piecesOf(at('old/p.spikeloom'), id)[0]).toMatchObject({
        kept: 0,
        missing: expect.stringMatching(/^An older version of Spikeloom.* stored (\d+) of \1 batches/),
      });
    using project = openProject(at('net.spikeloom'), { readOnly: true });
    const unknown = { ...project.run(run)!, id: 99, report: undefined };
    expect(runRecords(project, unknown, 0, null).missing).toBe('Run 99 has no finished batch yet.');
  });
});

describe('pictures of samples', () => {
  let request: SamplePicturesRequest;
  beforeAll(async () => {
    npy('pictured.npy', [SAMPLES, 3, 12, 12], samplesOf(residual, SAMPLES, 8));
    const { run } = await evaluate('net', { dataset: at('pictured.npy'), labels: at('labels.npy') });
    using project = openProject(at('net.spikeloom'), { readOnly: true });
    const { samples: count, ...settings } = ranWith(project.run(run!)!.settings)!;
    const shape = { shape: [3, 12, 12], classCount: K, samples: [13, 0] };
    request = { source: at('pictured.npy'), ...settings, preprocess: settings.preprocess, count, ...shape };
  });
  const refused = (change: Partial<SamplePicturesRequest>) => expect(samplePictures({ ...request, ...change }, CONTEXT)).rejects;

  it('are read by number, as the network gets them', async () => {
    const { pictures, notes } = await samplePictures(request, CONTEXT);
    expect(notes).toEqual([]);
    expect(pictures.map(({ sample, name, problem }) => [sample, name, problem])).toEqual([
      [13, `${at('pictured.npy')}[13]`, null],
      [0, `${at('pictured.npy')}[0]`, null],
    ]);
    const values = samplesOf(residual, SAMPLES, 8).subarray(13 * 432, 14 * 432);
    const [least, most] = [Math.min(...values.subarray(0, 144)), Math.max(...values.subarray(0, 144))];
    const { data, info } = await sharp(Buffer.from(pictures[0]!.picture!.split(',')[1]!, 'base64'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([12, 12, 3]);
    expect(data[0]).toBe(Math.round((255 * (values[0]! - least)) / (most - least)));
  });

  it('are refused if the source has changed or is gone, for samples that are no images, and for numbers beyond the end', async () => {
    await refused({ samples: [SAMPLES] }).toMatchObject({ code: 'option.invalid' });
    await refused({ shape: [432] }).toMatchObject({ code: 'dataset.shape', message: expect.stringContaining('cannot be drawn') });
    npy('shorter.npy', [SAMPLES - 1, 3, 12, 12], samplesOf(residual, SAMPLES - 1, 8));
    npy('other.npy', [SAMPLES, 3, 12, 12], samplesOf(residual, SAMPLES, 9));
    const changed = { code: 'dataset.format', message: expect.stringContaining('has changed since the run') };
    await refused({ source: at('other.npy') }).toMatchObject(changed);
    await refused({ source: at('shorter.npy'), labels: undefined }).toMatchObject(changed);
    unlinkSync(at('other.npy'));
    await refused({ source: at('other.npy') }).toMatchObject({ code: 'dataset.not-found' });
  });

  it('of a sample that cannot be read have the reason; the others are drawn', async () => {
    const values = samplesOf(residual, SAMPLES, 8);
    values[5 * 432] = NaN;
    npy('pictured.npy', [SAMPLES, 3, 12, 12], values);
    const { pictures } = await samplePictures({ ...request, samples: [4, 5] }, CONTEXT);
    expect(pictures.map(({ picture, problem }) => [picture !== null, problem === null])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(onCommandLine(pictures[1]!.problem!)).toContain('is NaN');
  });
});
