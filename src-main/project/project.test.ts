/** What a project remembers comes back as it was given, and is written whole or not at all. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { option, say } from '../../src-shared/message/index.ts';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { createProject, openProject, type Project } from './index.ts';

const AT = '2025-01-01T00:00:00Z';
const MODEL = { sha256: 'a'.repeat(64), path: '/models/net.onnx', size: 1000, at: AT };

let folder: string;
let path: string;
let project: Project;
let plan: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-project-'));
  path = join(folder, 'p.spikeloom');
  plan = createProject(path, (made) =>
    made.savePlan({ model: made.saveModel(MODEL), message: 'converted', json: '{"version":1}', at: AT }),
  );
  project = openProject(path);
});
afterEach(() => {
  project.close();
  rmSync(folder, { recursive: true });
});

describe('models and plans', () => {
  it('keeps one model per SHA-256, with its bytes where they were packed', () => {
    const again = project.saveModel({
      ...MODEL,
      path: '/elsewhere/net.onnx',
      packed: Uint8Array.of(1, 2, 255),
      preprocess: { layout: 'NCHW' },
    });
    expect(project.models()).toEqual([
      {
        id: again,
        sha256: MODEL.sha256,
        path: '/elsewhere/net.onnx',
        size: 1000,
        packed: true,
        preprocess: { layout: 'NCHW' },
        created: AT,
      },
    ]);
    expect([...project.modelBytes(again)!]).toEqual([1, 2, 255]);
  });

  it('keeps every version of a plan with its parent', () => {
    const second = project.savePlan({
      model: 1,
      parent: plan,
      message: 'rate in layer1',
      json: '{"version":1,"steps":4}',
      at: AT,
    });
    expect(project.plans().map(({ id, parent }) => [id, parent])).toEqual([
      [plan, null],
      [second, plan],
    ]);
    expect(project.latestPlan()).toMatchObject({ id: second, message: 'rate in layer1', json: '{"version":1,"steps":4}' });
    expect(() => project.savePlan({ model: 1, parent: 99, message: '', json: '{}', at: AT })).toThrow(/FOREIGN KEY/);
  });
});

describe('calibrations', () => {
  const layer = {
    layer: 'layer1.0.relu1',
    level: 'channel' as const,
    thresholds: { shape: [1, 2, 1, 1], values: Float64Array.of(1 / 3, 0) },
    statistics: {
      maximum: { shape: [1, 2, 1, 1], values: Float64Array.of(Math.PI, -1e-300) },
      histogram: { shape: [2, 0], values: new Float64Array() },
    },
    unsolved: [],
    silent: [1],
  };
  const calibration = {
    plan: 1,
    source: 'images@0:500',
    samples: 500,
    batch: 100,
    at: AT,
    layers: [layer, { ...layer, layer: 'relu' }],
  };

  it('gives thresholds and statistics back bit by bit, layers in order', () => {
    const id = project.saveCalibration(calibration);
    const { at, ...rest } = calibration;
    expect(project.latestCalibration()).toEqual({ ...rest, base: null, defaults: 2, id, created: at });
    expect(project.latestCalibration(plan)?.id).toBe(id);
    expect(project.latestCalibration(99)).toBeUndefined();
  });

  it('writes all layers or none', () => {
    expect(() => project.saveCalibration({ ...calibration, layers: [layer, layer] })).toThrow();
    expect(project.latestCalibration()).toBeUndefined();
  });
});

describe('runs', () => {
  const work = () => ({ plan, engine: 'cpu', dataset: 'images', settings: { steps: 8, batch: 100 } });

  it('commits batch by batch and can be taken up by the same work only', () => {
    const run = project.startRun({ ...work(), at: AT });
    project.addRunBatch(run, { position: 1, samples: 100, result: { correct: [70, 80] } });
    project.addRunBatch(run, { position: 0, samples: 100, result: { correct: [71, 81] } });
    project.close();

    project = openProject(path);
    expect(project.unfinishedRun({ ...work(), settings: { batch: 100, steps: 8 } })).toMatchObject({
      id: run,
      state: 'running',
      batches: 2,
    });
    expect(project.unfinishedRun({ ...work(), settings: { batch: 100, steps: 4 } })).toBeUndefined();
    expect(project.runBatches(run).map(({ position }) => position)).toEqual([0, 1]);
    expect(() => project.addRunBatch(run, { position: 0, samples: 1, result: null })).toThrow(/UNIQUE/);
  });

  it('ends once, with its report, or with the reason', () => {
    const [first, second, third] = [1, 2, 3].map(() => project.startRun({ ...work(), at: AT })) as [number, number, number];
    project.cancelRun(second, AT);
    const reason = say`out of memory; use a smaller ${option('batch')}`;
    const report = { ...sampleReport(), notes: ['/x/--input/y is used.', say`${option('size', 'H,W')} gives others.`] };
    project.failRun(third, reason, AT);
    project.finishRun(first, report, AT);
    expect(project.latestRun()?.report).toEqual(report);
    expect(project.runBriefs().map(({ error }) => error)).toEqual([null, null, reason]);
    expect(project.runs().map(({ state, error }) => [state, error])).toEqual([
      ['done', null],
      ['cancelled', null],
      ['failed', reason],
    ]);
    expect(project.unfinishedRun(work())?.id).toBe(third);
    project.resumeRun(second);
    expect(project.run(second)).toMatchObject({ state: 'running', finished: null });
    expect(project.run(99)).toBeUndefined();
  });
});

describe('jobs, trials, exports', () => {
  it('keeps the run of a job and its notes', () => {
    const job = project.startJob({ kind: 'run', request: {}, at: AT });
    project.endJob(job, { state: 'done', notes: ['One note.'], at: AT });
    expect(project.jobs().at(-1)).toMatchObject({ run: null, notes: ['One note.'] });
  });

  it('keeps them in order', () => {
    const job = project.startJob({ hostId: 'shown-as', kind: 'tune', request: { budget: 2 }, at: AT });
    project.addTrial(job, { position: 0, plan: '{}', result: { accuracy: 0.8 }, at: AT });
    const error = say`cancelled by a crash; use a smaller ${option('batch')}`;
    project.endJob(job, { state: 'failed', error, at: AT });
    project.saveExport({ plan, format: 'onnx', path: 'out', manifest: { files: ['a.onnx'] }, at: AT });
    expect(project.jobs()).toEqual([
      {
        id: job,
        hostId: 'shown-as',
        kind: 'tune',
        request: { budget: 2 },
        state: 'failed',
        error,
        run: null,
        notes: [],
        created: AT,
        finished: AT,
      },
    ]);
    expect(project.trials(job)).toEqual([{ position: 0, plan: '{}', result: { accuracy: 0.8 }, created: AT }]);
    expect(project.exports()).toMatchObject([
      { plan, calibration: null, format: 'onnx', path: 'out', manifest: { files: ['a.onnx'] } },
    ]);
    const { id } = project.exports()[0]!;
    expect([project.forgetExport(id), project.forgetExport(id), project.exports()]).toEqual([true, false, []]);
  });
});

it('is one file once closed, beside an empty lock', () => {
  project.close();
  project.close();
  expect(readdirSync(folder)).toEqual(['.p.spikeloom.lock', 'p.spikeloom']);
});
