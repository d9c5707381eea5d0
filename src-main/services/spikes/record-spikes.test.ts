/**
 * Recorded spikes of a run: those that its engine sent, in the project and in a file; refused before the run if they cannot be recorded.
 * Whatever ends a recording, the run stays whole and knows what is missing.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { writeOldProject } from '../../../tests/fixtures/old-project.ts';
import { residual, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { decodeSpikes, estimatesOf } from '../../../src-shared/spikes/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { formatNpy, parseNpy } from '../../dataset/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { openDataset } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { evaluateOpened, evaluateProject, type EvaluateRequest } from '../run/evaluate-project.ts';
import { loadEngine } from '../run/load-engine.ts';
import { recordRun } from './record-run.ts';
import { recordSpikes } from './record-spikes.ts';
import { recordingSize } from './recording-size.ts';

const CONTEXT = { signal: new AbortController().signal };
const [SAMPLES, BATCH, T] = [7, 3, 4];
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-spikes-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await buildKernels();
  writeFileSync(at('net.onnx'), onnxBytes(residual));
  writeFileSync(at('net.npy'), formatNpy(samplesOf(residual, SAMPLES, 5), [SAMPLES, 3, 12, 12]));
  const calibration = { source: at('net.npy'), batch: 10 };
  const plan = { options: { steps: T } };
  await convertModel({ model: at('net.onnx'), out: at('net.spikeloom'), engine: 'reference', plan, calibration }, CONTEXT);
});

let copies = 0;
function fresh(): string {
  const path = at(`p${++copies}.spikeloom`);
  copyFileSync(at('net.spikeloom'), path);
  return path;
}
const layers = (): string[] => {
  using project = openProject(at('net.spikeloom'), { readOnly: true });
  return project.latestCalibration()!.layers.map(({ layer }) => layer);
};
const request = (project: string, more: Partial<EvaluateRequest> = {}): EvaluateRequest => ({
  project,
  dataset: at('net.npy'),
  engine: 'reference',
  batch: BATCH,
  ...more,
});
const arraysOf = (file: string) =>
  new Map(Object.entries(unzipSync(readFileSync(file))).map(([name, bytes]) => [name, parseNpy(bytes, name)] as const));

describe('a run that records', () => {
  it('of a plan with a delayed readout gets the answers of the run again, which are those of that readout', async () => {
    const project = at('late.spikeloom');
    const calibration = { source: at('net.npy'), batch: 10 };
    const plan = { options: { steps: T, readoutFrom: 3 } };
    await convertModel({ model: at('net.onnx'), out: project, engine: 'reference', plan, calibration }, CONTEXT);
    const recording = { layers: layers().slice(0, 1), samples: [0, 4] };
    const { report, recorded } = await evaluateProject(request(project, { recording }), CONTEXT);
    expect(recorded).toMatchObject({ samples: [0, 4], missing: null });
    expect(report.settings.readout).toEqual({ from: 3 });
    const row = (from: number) => report.delayed_readout!.find((one) => one.from === from)!.agreement;
    expect(report.steps.map(({ agreement }) => agreement)).toEqual([...row(1).slice(0, 2), ...row(3)]);
  });

  it.each(['reference', 'cpu'] as const)('has what its engine sent, in the project and in a file: %s', async (engine) => {
    const path = fresh();
    const recording = { layers: ['*'], samples: [5, 0, 5] };
    const evaluation = request(path, { engine, threads: 1, recording, spikes: at(`${engine}.npz`) });
    const { mostBytes } = await recordingSize(evaluation);
    const { run, report, recorded } = await evaluateProject(evaluation, CONTEXT);
    expect(recorded).toMatchObject({ layers: layers(), samples: [0, 5], missing: null });
    expect(recorded!.bytes).toBeLessThan(mostBytes);
    using project = openProject(path, { readOnly: true });
    const { kept, error, layers: found } = project.runRecording(run!)!;
    expect([error, kept.map(({ layer, sample }) => `${layer} ${sample}`).sort()]).toEqual([
      null,
      layers()
        .flatMap((layer) => [`${layer} 0`, `${layer} 5`])
        .sort(),
    ]);
    // The whole run has the same answers with and without a recording.
    expect(
      (await evaluateProject(request(fresh(), { engine, threads: 1 }), CONTEXT)).report.steps.map(({ agreement }) => agreement),
    ).toEqual(report.steps.map(({ agreement }) => agreement));

    const prepared = await openProjectNetwork(project);
    const source = await openDataset(at('net.npy'), prepared.model.placed, undefined, {});
    await using session = await (await loadEngine({ engine })).engine.prepare(prepared.network, { threads: 1 });
    const arrays = arraysOf(at(`${engine}.npz`));
    expect([...arrays.get('samples.npy')!.data]).toEqual([0, 5]);
    for (const [index, sample] of [0, 5].entries()) {
      const units = prepared.network.stages.filter((stage) => stage.kind === 'neuron');
      const values = units.map(({ output }) => output);
      const record = { conversionError: true, values };
      const result = await session.run(await source.read(sample, sample + 1), 1, { steps: T, record });
      for (const unit of units) {
        const layer = found.find(({ name }) => name === unit.name)!;
        const size = sizeOf(layer.shape);
        const theta = project.spikeThresholds(run!, unit.name)!;
        const activation = result.activations!.get(unit.output)!;
        expect(project.spikeActivations(run!, unit.name, sample)).toEqual(Float32Array.from(activation));
        // In pieces of three steps.
        const steps = [0, 3].flatMap((from) => project.spikePiece(run!, unit.name, sample, from, 3)!.steps);
        expect(project.spikePiece(run!, unit.name, sample, T, 3)).toBeUndefined();
        const sent = result.values!.get(unit.output)!;
        steps.forEach((codes, t) => {
          const decoded = decodeSpikes(layer, codes, theta);
          const far = decoded.filter((value, i) => Math.abs(value - sent[t * size + i]!) > 1e-6 * Math.abs(value));
          expect(far).toHaveLength(0);
          const inThetas = arrays.get(`${unit.name}.spikes.npy`)!;
          expect(inThetas.shape).toEqual([2, T, ...layer.shape]);
          const part = inThetas.data.subarray((index * T + t) * size, (index * T + t + 1) * size);
          expect([...part].map((value, i) => value * theta[i]!)).toEqual([...decoded]);
        });
        // What the estimates say of the conversion error is what the engine says.
        const { squaredError, squaredNorm } = result.neurons.get(unit.id)!;
        estimatesOf(layer, steps, theta).forEach((estimate, t) => {
          const error = estimate.reduce((sum, value, i) => sum + (value - activation[i]!) ** 2, 0);
          expect(Math.abs(error - squaredError![t]!) / (squaredNorm! || 1)).toBeLessThan(1e-6);
        });
      }
    }
  });

  it.each([
    [{ layers: ['nothing'], samples: [0] }, {}, 'no neuron layer is called nothing; did you mean'],
    [{ layers: ['*'], samples: [0, SAMPLES] }, {}, `there is no sample ${SAMPLES}; the run has the samples 0 to ${SAMPLES - 1}`],
    [{ layers: ['*'], samples: [] }, {}, 'name at least one'],
    [{ layers: ['*'], samples: [0] }, { numbers: 'int8' }, 'spikes of int8 numbers are not recorded'],
    [{ layers: ['*'], samples: [0] }, { shard: { index: 1, count: 2 } }, 'a shard records no spikes'],
    [{ layers: ['*'], samples: [0, 1, 2], budget: 30_000 }, {}, 'more than the budget of 30.0 kB; leave out 2 of the 3 samples'],
    [{ layers: ['*'], samples: [0], budget: 1000 }, {}, 'leave out layers,'],
  ] as const)('is refused before anything is computed: %j %j', async (recording, more, sentence) => {
    const path = fresh();
    const evaluation = request(path, { ...more, recording });
    for (const work of [() => evaluateProject(evaluation, CONTEXT), () => recordingSize(evaluation)]) {
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'option.invalid' });
      expect(onCommandLine((error as SpikeloomError).sentence)).toContain(sentence);
    }
    using project = openProject(path);
    expect(project.runs()).toEqual([]);
  });

  it('that was cancelled half way and resumed records what it was asked for', async () => {
    const path = fresh();
    const stop = new AbortController();
    const context = { signal: stop.signal, onPartial: () => stop.abort() };
    const recording = { layers: layers().slice(0, 1), samples: [6] };
    await expect(evaluateProject(request(path, { recording }), context)).rejects.toThrow();
    const { recorded, resumed, run } = await evaluateProject(request(path), CONTEXT);
    expect([resumed, recorded]).toMatchObject([1, { ...recording, missing: null }]);
    using project = openProject(path);
    expect(project.runRecording(run!)!.kept).toMatchObject([{ layer: recording.layers[0], sample: 6 }]);
  });
});

describe('a recording that ends early', () => {
  const recording = { layers: ['*'], samples: [0, 1] };

  it('by a cancel leaves the run done, with what is whole', async () => {
    const path = fresh();
    const stop = new AbortController();
    const onProgress = ({ phase, done }: { readonly phase: string; readonly done: number }): void => {
      if (phase === 'recording' && done === 1) stop.abort();
    };
    await expect(evaluateProject(request(path, { recording }), { signal: stop.signal, onProgress })).rejects.toThrow();
    using project = openProject(path);
    expect(project.run(1)).toMatchObject({ state: 'done', report: { kept: { samples: SAMPLES } } });
    const { kept, error } = project.runRecording(1)!;
    expect(error).toBe('The recording was cancelled.');
    expect(kept.map(({ sample }) => sample)).toEqual(layers().map(() => 0));
  });

  it('by a full disk leaves the run done: the answer and the project say what is missing', async () => {
    const path = fresh();
    using project = openProject(path);
    let left = 1;
    const refuse = (): never => {
      throw new SpikeloomError('output.unwritable', `${path} cannot be written (disk full).`);
    };
    const full: Project = {
      ...project,
      addSpikes: (...recorded) => (left-- > 0 ? project.addSpikes(...recorded) : refuse()),
      missSpikes: refuse,
    };
    const spikes = at('full.npz');
    const prepared = await openProjectNetwork(project);
    const { run, recorded } = await evaluateOpened(full, prepared, request(path, { recording }), CONTEXT);
    expect(recorded!.missing).toContain('disk full');
    expect(project.run(run!)!.state).toBe('done');
    expect(project.runRecording(run!)).toMatchObject({ choice: { samples: [0, 1] }, error: null, kept: [{ sample: 0 }] });

    left = 1;
    await expect(evaluateOpened(full, prepared, request(path, { recording, spikes }), CONTEXT)).rejects.toMatchObject({
      code: 'output.unwritable',
      at: { option: 'spikes' },
    });
    expect(project.run(2)!.state).toBe('done');
    expect(existsSync(spikes)).toBe(false);
  });

  it('since a sample is answered in another way keeps nothing of that sample', async () => {
    const path = fresh();
    await evaluateProject(request(path), CONTEXT);
    using project = openProject(path);
    const prepared = await openProjectNetwork(project);
    const source = await openDataset(at('net.npy'), prepared.model.placed, undefined, {});
    const batches = project.runBatches(1).map((one) => ({ ...one }) as never);
    // The records of another batch.
    const swapped = [
      { ...(batches[0] as object), records: (batches[1] as { records: string }).records } as never,
      ...batches.slice(1),
    ];
    const choice = { layers: layers(), samples: [0, 1, 2] };
    project.chooseSpikes(1, choice);
    const of = { run: 1, prepared, source, steps: T, batch: BATCH, batches: swapped };
    const { missing } = await recordSpikes(project, of, choice, { engine: 'reference' }, CONTEXT);
    expect(missing).toMatch(/^Sample [012] got another answer (after \d steps?|by the float network) than in the run/);
    expect(project.runRecording(1)!.error).toBe(missing);
  });

  it('by a kill is missing without a reason, and can be made again', async () => {
    const path = fresh();
    await evaluateProject(request(path), CONTEXT);
    using project = openProject(path);
    const choice = { layers: layers(), samples: [3] };
    project.chooseSpikes(1, choice);
    expect(project.runRecording(1)).toEqual({ choice, error: null, layers: [], kept: [] });
    project.chooseSpikes(1, { ...choice, samples: [2] });
    expect(project.runRecording(1)!.choice.samples).toEqual([2]);
  });
});

describe('spikes of a run that is done', () => {
  const recording = { layers: ['*'], samples: [2] };

  it('are those that it would have recorded itself', async () => {
    const [during, after] = [fresh(), fresh()];
    await evaluateProject(request(during, { recording }), CONTEXT);
    await evaluateProject(request(after), CONTEXT);
    const { missing } = await recordRun({ project: after, run: 1, recording }, CONTEXT);
    expect(missing).toBeNull();
    using one = openProject(during, { readOnly: true });
    using other = openProject(after, { readOnly: true });
    expect(other.runRecording(1)).toEqual(one.runRecording(1));
    for (const layer of layers()) expect(other.spikePiece(1, layer, 2, 0, T)).toEqual(one.spikePiece(1, layer, 2, 0, T));
  });

  it('are refused if the run is not there, or its samples have changed', async () => {
    const path = fresh();
    const moved = at('moved.npy');
    copyFileSync(at('net.npy'), moved);
    await evaluateProject(request(path, { dataset: moved }), CONTEXT);
    await expect(recordRun({ project: path, run: 9, recording }, CONTEXT)).rejects.toMatchObject({ code: 'run.missing' });
    writeFileSync(moved, formatNpy(samplesOf(residual, SAMPLES, 6), [SAMPLES, 3, 12, 12]));
    const changed = recordRun({ project: path, run: 1, recording }, CONTEXT);
    await expect(changed).rejects.toThrow('The samples of run 1 have changed since');
    using project = openProject(path);
    expect(project.runRecording(1)).toBeUndefined();
  });

  it('of an older project are recorded too: until then it has none', async () => {
    const old = at('old');
    mkdirSync(old);
    writeOldProject(old);
    const before = process.cwd();
    process.chdir(old);
    try {
      {
        using project = openProject('p.spikeloom');
        expect(project.runRecording(1)).toBeUndefined();
      }
      const { missing } = await recordRun({ project: 'p.spikeloom', run: 1, recording }, CONTEXT);
      expect(missing).toBeNull();
      using project = openProject('p.spikeloom');
      expect(project.runRecording(1)!.kept.map(({ sample }) => sample)).toEqual(project.runRecording(1)!.layers.map(() => 2));
    } finally {
      process.chdir(before);
    }
  });
});

describe('a project that somebody changed', () => {
  const damages = [
    ['another shape', `UPDATE run_spike_layers SET about = json_set(about, '$.shape[0]', 7)`],
    ['a huge shape', `UPDATE run_spike_layers SET about = json_set(about, '$.shape[0]', 1000000000000)`],
    ['too many thresholds', `UPDATE run_spike_layers SET about = json_set(about, '$.levels', 1000)`],
    ['bytes that are not compressed', `UPDATE run_spikes SET data = x'00'; UPDATE run_spike_layers SET thresholds = x'00'`],
  ] as const;

  it.each(damages)('is called damaged: %s', async (_, sql) => {
    const path = fresh();
    const { run } = await evaluateProject(request(path, { recording: { layers: ['*'], samples: [0] } }), CONTEXT);
    const db = new Database(path);
    db.exec(sql);
    db.close();
    using project = openProject(path);
    const [layer] = layers() as [string];
    const damaged = expect.objectContaining({ code: 'project.damaged' }) as Error;
    expect(() => project.spikeThresholds(run!, layer)).toThrow(damaged);
    expect(() => project.spikeActivations(run!, layer, 0)).toThrow(damaged);
    expect(() => project.spikePiece(run!, layer, 0, 0, 1)).toThrow(damaged);
  });
});
