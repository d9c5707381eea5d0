/**
 * A sweep ends with the reports of one machine, to the last bit, whatever became of its items on the way: run in any order, twice, late,
 * killed, or emitted again. A folder that was changed, and results that are not those of their items, are refused with a sentence.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attention, residual, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import { onCommandLine, plainNotes } from '../../../src-shared/message/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import { collectSweep } from './collect-sweep.ts';
import { emitMissing, emitSweep } from './emit-sweep.ts';
import { runItems } from './run-items.ts';
import { formatSweepList, readSweepList, type SweepList } from './sweep-list.ts';

const CONTEXT = { signal: new AbortController().signal };
const ENGINE = { engine: 'reference' as const };
/** The last batch is smaller than the others. */
const [SAMPLES, BATCH, SHARDS] = [22, 3, 3];

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-sweep-'));
const at = (...names: string[]): string => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const project = at('own.spikeloom');
const samples = { dataset: at('samples.npy'), labels: at('labels.npy'), batch: BATCH };
const emitted = at('emitted');
const sweep = at('sweep');
const emission = {
  ...ENGINE,
  ...samples,
  project,
  scheduler: 'slurm' as const,
  out: emitted,
  planFiles: [at('other.json')],
  plans: 'own' as const,
  shards: SHARDS,
};

/** A report as documents for programs have it, without the times, which differ from run to run. */
const lasting = (report: RunReport): object => ({ ...(JSON.parse(JSON.stringify(plainNotes(report))) as object), timing: 0 });
function reportOf(plan: string): object {
  const written = JSON.parse(readFileSync(at('sweep', 'reports', `${plan}.json`), 'utf8')) as RunReport & { overview?: unknown };
  delete written.overview;
  return { ...written, timing: 0 };
}
const run = (...items: number[]) => runItems({ folder: sweep, items }, CONTEXT);
const collect = () => collectSweep({ folder: sweep }, CONTEXT);
const results = (): string[] => readdirSync(at('sweep', 'results')).filter((name) => name.endsWith('.json'));
/** Changes the JSON of a file. */
function edit(path: string, change: (json: Record<string, never>) => unknown): void {
  const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, never>;
  change(json);
  writeFileSync(path, JSON.stringify(json));
}

let list: SweepList;
let whole: RunReport[];

beforeAll(async () => {
  writeFileSync(at('model.onnx'), onnxBytes(attention));
  writeFileSync(samples.dataset, formatNpy(samplesOf(attention, SAMPLES, 7), [SAMPLES, 6, 5]));
  const labels = Float64Array.from({ length: SAMPLES }, (_, i) => i % 4);
  writeFileSync(samples.labels, formatNpy(labels, [SAMPLES]));
  writeFileSync(at('other.json'), JSON.stringify({ version: 1, steps: 2, defaults: { coding: 'rate', thresholds: 3 } }));
  const calibration = { source: samples.dataset, batch: 8 };
  const convert = (out: string, plan: Parameters<typeof convertModel>[0]['plan']) =>
    convertModel({ ...ENGINE, model: at('model.onnx'), out, plan, calibration }, CONTEXT);
  await convert(project, { options: { steps: 3 } });
  await convert(at('other.spikeloom'), { options: {}, file: at('other.json') });
  await emitSweep(emission, CONTEXT);
  list = await readSweepList(emitted);
  cpSync(project, at('alone.spikeloom'));
  whole = [];
  for (const alone of [at('alone.spikeloom'), at('other.spikeloom')]) {
    const { report } = await evaluateProject({ ...ENGINE, ...samples, project: alone }, CONTEXT);
    whole.push(report);
  }
});

beforeEach(() => {
  rmSync(sweep, { recursive: true, force: true });
  cpSync(emitted, sweep, { recursive: true });
});

describe('a sweep', () => {
  it('has an item for each plan and shard, which cover all samples', () => {
    expect(list.plans.map(({ name }) => name)).toEqual(['version 1', at('other.json')]);
    expect(list.items.map(({ item }) => item)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { plan } of list.plans) {
      const ranges = list.items.filter((item) => item.plan === plan).map((item) => item.samples);
      expect(ranges).toEqual([
        [0, 6],
        [6, 15],
        [15, 22],
      ]);
    }
  });

  it('merges to the reports of one machine, whatever became of its items on the way', async () => {
    await run(5, 1);
    expect(await run(1)).toEqual({ written: [], before: [1] });
    // The same item from another machine, and what two killed tasks leave: half of a result under a hidden name, and one cut off by a full disk.
    const [first] = results();
    cpSync(at('sweep', 'results', first!), at('sweep', 'results', 'late.json'));
    writeFileSync(at('sweep', 'results', '.00002.host.1.json.part'), '{"sw');
    const text = readFileSync(at('sweep', 'results', first!), 'utf8');
    writeFileSync(at('sweep', 'results', '00003.host.1.json'), text.slice(0, text.length / 2));
    const partly = await collect();
    expect([partly.done, partly.doubles]).toEqual([2, 1]);
    expect(partly.missing.map(({ item }) => item)).toEqual([2, 3, 4, 6]);
    expect(partly.unusable).toMatchObject([{ file: at('sweep', 'results', '00003.host.1.json') }]);
    expect(partly.plans.map(({ figures }) => figures)).toEqual([null, null]);

    const again = await emitMissing({ folder: sweep, scheduler: 'slurm', project }, CONTEXT);
    expect(again.items).toBe(4);
    expect(readFileSync(again.job, 'utf8')).toContain('for item in 2 3 4 6; do');
    await run(6, 3, 2, 4);
    const { missing, plans } = await collect();
    expect(missing).toEqual([]);
    for (const [i, { plan }] of plans.entries()) expect(reportOf(plan)).toEqual(lasting(whole[i]!));
    const { steps } = whole[1]!;
    expect(plans[1]!.figures).toMatchObject({ samples: SAMPLES, energy_ratio: steps.at(-1)!.energy_ratio });
    expect(plans[1]!.figures!.accuracy!.value).toBe(steps.at(-1)!.accuracy);
    await expect(emitMissing({ folder: sweep, scheduler: 'slurm' }, CONTEXT)).rejects.toThrow(/none is missing/);
  });

  it('takes all versions of a project, and the settings that tune begins with', async () => {
    const several = at('several.spikeloom');
    cpSync(project, several);
    {
      using open = openProject(several);
      const { id, model, json } = open.latestPlan()!;
      open.savePlan({
        model,
        parent: id,
        message: '',
        json: json.replace('"steps":3', '"steps":2').replace('"steps": 3', '"steps": 2'),
        at: '',
      });
    }
    const names = async (plans: 'versions' | 'uniform'): Promise<string[]> => {
      const out = at(`sweep-${plans}`);
      await emitSweep({ ...emission, project: several, out, plans, planFiles: [] }, CONTEXT);
      return (await readSweepList(out)).plans.map(({ name }) => name);
    };
    expect(await names('versions')).toEqual(['version 1', 'version 2']);
    const uniform = await names('uniform');
    expect(uniform).toContain('rate mt-negative 6 percentile scale 4');
    expect(new Set(uniform).size).toBe(uniform.length);
  });
});

describe('what is refused', () => {
  it('results of an item that differ: nothing is merged, both files are named', async () => {
    await run(1, 2, 3);
    const [first] = results();
    const late = at('sweep', 'results', 'late.json');
    cpSync(at('sweep', 'results', first!), late);
    edit(
      late,
      (json) =>
        ((json as never as { shard: { batches: { result: { evaluation: { agree: number[] } } }[] } }).shard.batches[0]!.result
          .evaluation.agree[0]! += 1),
    );
    await expect(collect()).rejects.toMatchObject({ code: 'sweep.differs' });
    await expect(collect()).rejects.toThrow(new RegExp(`${first}.*late\\.json.*item 1.*differ.*Nothing was merged`));
    expect(results()).toHaveLength(4);
  });

  it('results of another item, plan, model, thresholds, samples or sweep', async () => {
    await run(1);
    const [only] = results();
    const path = at('sweep', 'results', only!);
    const original = readFileSync(path, 'utf8');
    const changes: [RegExp, (json: { sweep: string; item: number; shard: { work: Record<string, unknown> } }) => unknown][] = [
      [/belongs to another list/, (json) => (json.sweep = 'a'.repeat(64))],
      [/no item 99/, (json) => (json.item = 99)],
      [/other samples than item 2/, (json) => (json.item = 2)],
      [/its plan differs/, (json) => (json.item = 4)],
      ...(['model', 'plan', 'thresholds', 'data', 'engine'] as const).map((key): (typeof changes)[number] => [
        new RegExp(`its ${key} differs`),
        (json) => (json.shard.work[key] = 'x'),
      ]),
    ];
    for (const [why, change] of changes) {
      writeFileSync(path, original);
      edit(path, change as never);
      const { unusable, done } = await collect();
      expect(done).toBe(0);
      expect(unusable).toHaveLength(1);
      expect(onCommandLine(unusable[0]!.why)).toMatch(why);
    }
  });

  it('a folder whose list, plans or model were changed, or are gone', async () => {
    const refused = async (change: () => void, why: RegExp, work: () => Promise<unknown> = () => run(1)): Promise<void> => {
      rmSync(sweep, { recursive: true, force: true });
      cpSync(emitted, sweep, { recursive: true });
      change();
      await expect(work()).rejects.toMatchObject({ code: 'sweep.damaged' });
      await expect(work()).rejects.toThrow(why);
    };
    const file = at('sweep', 'sweep.json');
    for (const work of [() => run(1), collect, () => emitMissing({ folder: sweep, scheduler: 'slurm' }, CONTEXT)]) {
      await refused(() => edit(file, (json) => ((json.items as { samples: number[] }[])[0]!.samples[1] = 5)), /was edited/, work);
      await refused(() => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300)), /not a whole list/, work);
      await refused(() => rmSync(file), /does not exist/, work);
      await refused(() => rmSync(at('sweep', 'results'), { recursive: true }), /results.*cannot be read/, work);
    }
    await refused(
      () => edit(at('sweep', 'plans', '0001.json'), (json) => (json.layers = [] as never)),
      /plans\/0001\.json has changed/,
    );
    await refused(() => rmSync(at('sweep', 'plans', '0001.json')), /does not exist/);
    await refused(() => writeFileSync(at('sweep', 'model', 'model.onnx'), onnxBytes(residual)), /has changed/);
  });

  it('a list that names files outside of its folder, even if its digest is right', () => {
    const { digest: _, ...contents } = list;
    const [plan, ...plans] = contents.plans;
    for (const name of ['../0001', '0001/../../x', ''])
      expect(() => formatSweepList({ ...contents, plans: [{ ...plan!, plan: name }, ...plans] })).toThrow();
    for (const file of ['../model.onnx', 'model/../../x', 'model/..', '/etc/passwd', String.raw`model\..\x`])
      expect(() => formatSweepList({ ...contents, model: { ...contents.model, file } })).toThrow();
    expect(formatSweepList(contents)).toBe(readFileSync(at('emitted', 'sweep.json'), 'utf8'));
  });

  it('an item that is not in the list, and samples that are not those of the sweep', async () => {
    await expect(run(7)).rejects.toThrow(/has no item 7; --item is a number from 1 to 6/);
    writeFileSync(at('other.npy'), formatNpy(samplesOf(attention, SAMPLES, 8), [SAMPLES, 6, 5]));
    await expect(runItems({ folder: sweep, items: [1], dataset: at('other.npy') }, CONTEXT)).rejects.toThrow(
      /does not hold the samples/,
    );
    expect(results()).toEqual([]);
  });

  it('a folder that is there, or has no place, and more shards than batches', async () => {
    const before = readdirSync(emitted);
    await expect(emitSweep(emission, CONTEXT)).rejects.toMatchObject({ code: 'output.exists' });
    expect(readdirSync(emitted)).toEqual(before);
    await expect(emitSweep({ ...emission, out: at('absent', 'sweep') }, CONTEXT)).rejects.toMatchObject({
      code: 'output.unwritable',
    });
    await expect(emitSweep({ ...emission, out: at('many'), shards: 9 }, CONTEXT)).rejects.toThrow(/only 8 batches/);
    expect(readdirSync(folder).filter((name) => name.includes('many'))).toEqual([]);
  });

  it('results that cannot be written: the item fails and leaves nothing', async () => {
    rmSync(at('sweep', 'results'), { recursive: true });
    mkdirSync(at('sweep', 'kept'));
    renameSync(at('sweep', 'kept'), at('sweep', 'results'));
    // A folder stands where the temporary file would be.
    const { hostname } = await import('node:os');
    mkdirSync(at('sweep', 'results', `.00001.${hostname()}.${process.pid}.json.part`, 'inner'), { recursive: true });
    await expect(run(1)).rejects.toMatchObject({ code: 'output.unwritable' });
    expect(results()).toEqual([]);
  });

  it('missing items of a project that has changed since', async () => {
    const changed = at('changed.spikeloom');
    cpSync(project, changed);
    await emitMissing({ folder: sweep, scheduler: 'slurm', project: changed }, CONTEXT);
    await convertModel(
      {
        ...ENGINE,
        model: at('model.onnx'),
        out: changed,
        plan: { options: { steps: 4 } },
        calibration: { source: samples.dataset, batch: 8 },
      },
      CONTEXT,
    );
    await expect(emitMissing({ folder: sweep, scheduler: 'slurm', project: changed }, CONTEXT)).rejects.toThrow(
      /has changed since/,
    );
  });
});
