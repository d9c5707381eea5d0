/** Every command once, as a user runs it: what it answers with --json, and what it leaves behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type NpyArray, readNpy, readNpz } from '../../src-main/dataset/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import type { ShardDocument } from '../../src-main/services/run/shard.ts';
import { type Overview, overviewOf, type RunReport, runReportSchema } from '../../src-shared/results/index.ts';
import { type GoldenCase, relativeL2 } from '../golden/harness/nets.ts';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';
import { plainNote } from '../../src-shared/message/index.ts';

const NET = 'vgg-mt-differential';
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const project = at('net.spikeloom');
const goldenCase = JSON.parse(readFileSync(golden(NET, 'case.json'), 'utf8')) as GoldenCase;
const MODEL = golden(NET, 'model.onnx');
const CALIBRATION = ['--calibration', golden(NET, 'calibration.npy')];
const SETTINGS = ['--thresholds', String(goldenCase.num_thresholds)];
const DATASET = ['--dataset', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy'), '--batch', '20'];

beforeAll(async () => {
  await json('convert', MODEL, ...CALIBRATION, ...SETTINGS, '--out', project);
});

/** A report as it is printed: notes are text, and those that are warnings stand by themselves too. */
const printedReport = runReportSchema.extend({ notes: z.array(z.string()), warnings: z.array(z.string()) });

/** A report without what differs from run to run. */
const lasting = ({ timing: _, ...report }: RunReport): Omit<RunReport, 'timing'> => report;

/** Mean over the steps of `[T, …]`. */
function meanOfSteps({ shape, data }: NpyArray): Float64Array {
  const [steps] = shape;
  const size = data.length / steps!;
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let t = 0; t < steps!; t++) sum += data[t * size + i]!;
    return sum / steps!;
  });
}

describe('inspect', () => {
  it('says what becomes of every node', async () => {
    const { nodes, totals, convertible, layers } = await json<{
      nodes: { name: string; type: string; status: string }[];
      totals: Record<string, number>;
      convertible: boolean;
      layers: { name: string }[];
    }>('inspect', MODEL);
    expect(nodes.map(({ type }) => type)).toContain('MaxPool');
    expect(totals.native! + totals.rewritten!).toBe(nodes.length);
    expect(convertible).toBe(true);
    expect(layers.map(({ name }) => name)).toEqual(['features.2', 'features.6', 'relu']);
  });

  it('names the real-valued units of a transformer in its table', async () => {
    const { status, stdout } = await spikeloom('inspect', golden('vit-mt-rate', 'model.onnx'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/real-valued unit +Softmax/);
    expect(stdout).toMatch(/rewritten .* into .*Gelu/);
  });
});

describe('simulate', () => {
  it('writes what the golden case says, with the reference engine', async () => {
    const out = at('simulated');
    const sources = ['--inputs', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy'), ...CALIBRATION];
    const report = await json<RunReport>('simulate', MODEL, ...sources, ...SETTINGS, '--engine', 'reference', '--out', out);
    expect(readdirSync(out).sort()).toEqual(['ann_logits.npy', 'logits.npy', 'report.json']);
    const expected = await readNpy(golden(NET, 'logits.npy'));
    const logits = await readNpy(join(out, 'logits.npy'));
    expect(logits.data).toBeInstanceOf(Float64Array);
    expect(logits.shape).toEqual(expected.shape);
    // Thresholds found anew differ in their last digits: the bound is that of a 32-bit engine (tests/golden/README.md).
    const bound = 3 * Math.max(...goldenCase.float32_gap) + 1e-3;
    expect(relativeL2(meanOfSteps(logits), meanOfSteps(expected))).toBeLessThan(bound);
    const float = await readNpy(join(out, 'ann_logits.npy'));
    expect(relativeL2(float.data, (await readNpy(golden(NET, 'ann_logits.npy'))).data)).toBeLessThan(1e-5);
    expect(printedReport.parse(report)).toEqual(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    expect(report.ann.accuracy).toBe(goldenCase.ann_accuracy);
    report.steps.forEach((step, t) => {
      expect(step.accuracy).toBeCloseTo(goldenCase.accuracy[t]!, 10);
      expect(step.firing_rate).toBeCloseTo(goldenCase.firing_rate[t]!, 3);
      expect(step.energy_ratio).toBeCloseTo(goldenCase.energy_ratio[t]!, 3);
    });
    expect(report.notes.map(plainNote).join()).toContain('Chosen for you');
  });

  it('runs a project with its own plan and thresholds', async () => {
    const report = await json<RunReport>(
      'simulate',
      project,
      '--inputs',
      `${golden(NET, 'inputs.npy')}@4:14`,
      '--out',
      at('of-project'),
    );
    expect(report.settings.dataset.samples).toBe(10);
    expect(report.settings.calibration?.samples).toBe(128);
    // Labels lie beside the samples.
    expect(report.ann.accuracy).not.toBeNull();
    expect(report.notes.map(plainNote).join()).toContain('labels are those of labels.npy beside it');
    expect((await readNpy(join(at('of-project'), 'logits.npy'))).shape).toEqual([8, 10, 10]);
  });
});

describe('evaluate, merge, report', () => {
  let whole: RunReport;
  beforeAll(async () => {
    whole = await json<RunReport>('evaluate', project, ...DATASET);
  });

  it('reports accuracy, agreement and both energies per step', () => {
    expect(printedReport.extend({ overview: z.json() }).parse(whole).steps).toHaveLength(8);
    expect(whole.steps.at(-1)!.accuracy).toBe(1);
    expect(whole.steps[0]!.energy.ratio_int8).toBeGreaterThan(whole.steps[0]!.energy.ratio_float32);
    const neuron = whole.layers.find((layer) => layer.kind === 'neuron')!;
    expect(neuron).toMatchObject({ name: 'features.2', node: '/features/features.2/Relu', neuron: 'mt', thresholds: 4 });
    expect(neuron.conversion_error!.at(-1)).toBeLessThan(0.1);
    expect(whole.layers.find((layer) => layer.kind === 'conv')).toMatchObject({ node: '/features/features.0/Conv' });
  });

  it('prints the overview of the stored run, and writes what it keeps of the samples', async () => {
    const own = at('kept.spikeloom');
    await json('convert', MODEL, ...CALIBRATION, ...SETTINGS, '--out', own);
    const { overview, kept } = await json<RunReport & { overview: Overview }>(
      'evaluate',
      own,
      ...DATASET,
      '--samples',
      at('kept.npz'),
    );
    using stored = openProject(own, { readOnly: true });
    const { report } = stored.run(1)!;
    expect(overview).toEqual(JSON.parse(JSON.stringify(overviewOf(report!))));
    const arrays = await readNpz(at('kept.npz'));
    expect([...arrays.keys()].sort()).toEqual(['answers', 'float_answers', 'labels', 'margins']);
    expect(arrays.get('answers')!.shape).toEqual([8, kept!.samples]);
    expect((await spikeloom('evaluate', own, ...DATASET)).stdout).toContain(overview.verdict);
    const { status, stderr } = await spikeloom('evaluate', own, ...DATASET, '--samples', at('none/kept.npz'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('none does not exist; make it first')]);
    expect(stored.runs()).toHaveLength(2);
  });

  it('gives the same report, to the last bit, from shards as documents and from shards in the project', async () => {
    const files: string[] = [];
    for (const index of [2, 1]) {
      const part = await json<RunReport & { shard: ShardDocument }>('evaluate', project, ...DATASET, '--shard', `${index}/2`);
      expect(part.shard.index).toBe(index);
      files.push(at(`part-${index}.json`));
      await writeFile(files.at(-1)!, JSON.stringify(part));
    }
    expect(lasting(await json<RunReport>('merge', ...files))).toEqual(lasting(whole));
    expect(lasting(await json<RunReport>('merge', project))).toEqual(lasting(whole));
    const { status, stderr } = await spikeloom('merge', files[0]!);
    expect([status, stderr]).toEqual([2, 'spikeloom: Shard 1/2 is missing; give all 2.\n']);
  });

  it('gives a run a name and a note, which its report shows', async () => {
    const own = at('named.spikeloom');
    await json('convert', MODEL, ...CALIBRATION, ...SETTINGS, '--out', own);
    await json('evaluate', own, ...DATASET, '--name', 'For the <poster>', '--note', 'four thresholds');
    await json('report', own, '--out', at('named.html'));
    const page = readFileSync(at('named.html'), 'utf8');
    expect(page).toContain('Run 1: For the &lt;poster&gt;');
    expect(page).toContain('<p class="note">four thresholds</p>');
    const { status, stderr } = await spikeloom('evaluate', own, ...DATASET, '--name', 'two\nlines');
    expect([status, stderr]).toEqual([2, expect.stringContaining('must be one line')]);
  });

  it('writes one page', async () => {
    const { runs } = await json<{ runs: number }>('report', project, '--out', at('report.html'));
    expect(runs).toBeGreaterThanOrEqual(1);
    const page = readFileSync(at('report.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/src="http|href="http/);
  });
});

describe('convert', () => {
  it('adds a version to a project that is there', async () => {
    const own = at('versions.spikeloom');
    const first = await json<{ version: number; notes: string[] }>('convert', MODEL, ...CALIBRATION, '--out', own);
    const second = await json<{ version: number }>('convert', MODEL, ...CALIBRATION, '--neuron', 'ms', '--out', own);
    expect([first.version, second.version]).toEqual([1, 2]);
    const other = golden('mlp-if-rate', 'model.onnx');
    const calibration = ['--calibration', golden('mlp-if-rate', 'calibration.npy')];
    const { status, stderr } = await spikeloom('convert', other, ...calibration, '--out', own);
    expect([status, stderr]).toEqual([2, expect.stringContaining('project of another network')]);
    expect((await json<{ version: number }>('convert', other, ...calibration, '--force', '--out', own)).version).toBe(1);
    expect(first.notes.join()).toContain(
      'Chosen for you, for ReLU-type neurons of a ReLU network: coding differential, neuron mt',
    );
  });
});

describe('notes', () => {
  it('are text with warnings first, which are also by themselves, and marked in the text', async () => {
    const words = [
      'convert',
      MODEL,
      ...CALIBRATION,
      '--threshold-method',
      'iteration',
      '--force',
      '--out',
      at('noted.spikeloom'),
    ];
    const { notes, warnings } = await json<{ notes: string[]; warnings: string[] }>(...words);
    expect(warnings.length).toBeGreaterThan(0);
    expect(notes.length).toBeGreaterThan(warnings.length);
    expect(notes.slice(0, warnings.length)).toEqual(warnings);
    const { stdout } = await spikeloom(...words);
    const listed = stdout
      .slice(stdout.indexOf('Notes\n') + 6)
      .trim()
      .split('\n');
    expect(listed).toEqual(notes.map((note, index) => `· ${index < warnings.length ? 'Warning: ' : ''}${note}`));
  });
});

describe('bench', () => {
  it('prints medians and their ratio', async () => {
    const result = await json<Record<string, number | string>>('bench', MODEL, '--steps', '2', '--batch', '4', '--threads', '1');
    expect(result).toMatchObject({ threads: 1, engine: 'cpu' });
    expect(result.ratio).toBeCloseTo(Number(result.snn_ms) / (2 * Number(result.ann_ms)), 10);
    expect(result.peak_rss_mb).toBeGreaterThan(20);
  });
});

describe('the program', () => {
  it('says where its commands are listed if it does not know one', async () => {
    const { status, stderr } = await spikeloom('train', project);
    expect([status, stderr]).toEqual([2, "spikeloom: unknown command 'train'; see spikeloom --help\n"]);
  });
});
