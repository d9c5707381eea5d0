/** The results of a run: told batch by batch, stored, and named by a person. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fullLedger } from '../../../src-shared/energy/index.ts';
import { decodeRecords, joinRecords } from '../../../src-shared/metrics/index.ts';
import { plainNote } from '../../../src-shared/message/index.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import { inWindow } from '../../../src-renderer/texts/messages.ts';
import { type ProjectBench, SAMPLES } from '../support/bench.ts';
import { phasesOf, runToEnd } from '../support/runs.ts';
import { applyRemedy, isNeuronLayer, type NeuronLayerResult, outlineOf } from '../../../src-shared/results/index.ts';
import { codeOf } from '../support/window.ts';

export function runResultTests(on: ProjectBench): void {
  it('runs the plan, tells what it reaches batch by batch, and stores it', async () => {
    const { window, path } = on;
    const job = await runToEnd(on);
    expect(job).toMatchObject({ kind: 'run', state: 'done', run: 1, title: 'Run of all samples', path });
    expect(phasesOf(window, job.id)).not.toContain('calibrating');
    const progress = window.events('run.progress').filter((one) => one.job === job.id);
    expect(progress.map(({ samples, of }) => [samples, of])).toEqual([20, 40, 60].map((samples) => [samples, SAMPLES]));
    const report = await window.call('run.report', { path, id: 1 });
    // The last that is told is what is stored.
    expect(progress.at(-1)!.annAccuracy).toBe(report.ann.accuracy);
    expect(progress.at(-1)!.steps).toEqual(
      report.steps.map(({ step, accuracy, agreement, energy_ratio, energy }) => ({
        step,
        accuracy,
        agreement,
        energyRatio: energy_ratio,
        ledgerFloat32: energy.ratio_float32,
        ledgerInt8: energy.ratio_int8,
      })),
    );
    const [summary] = await window.call('run.list', { path });
    expect(summary).toMatchObject({
      id: 1,
      version: 1,
      samples: SAMPLES,
      state: 'done',
      outline: outlineOf(report),
    });
    expect(window.events('runs.changed').map(({ runs }) => runs.at(-1)!.state)).toEqual(['running', 'done']);
  });

  it('gives what a run counted, from which the energies of its report follow to the last bit', async () => {
    const { window, path } = on;
    const workload = await window.call('run.workload', { path, id: 1 });
    const { steps } = await window.call('run.report', { path, id: 1 });
    expect(workload).toMatchObject({ samples: SAMPLES, steps: steps.length });
    for (const { step, energy } of steps) expect(fullLedger(workload, step)).toEqual(energy);
    expect(await codeOf(window.call('run.workload', { path, id: 99 }))).toBe('run.missing');
  });

  it('gives what a run keeps of its samples, and pictures of some by their numbers', async () => {
    const { window, path } = on;
    const { steps } = await window.call('run.report', { path, id: 1 });
    const { batches, ...about } = await window.call('run.records', { path, id: 1, from: 0 });
    expect(about).toMatchObject({ samples: SAMPLES, kept: SAMPLES, steps: steps.length, missing: null, next: null });
    const parts = batches.map(({ samples, data }) =>
      decodeRecords(Buffer.from(data, 'base64'), { samples, steps: about.steps, classes: about.classes }),
    );
    const { float, answers } = joinRecords(parts.map((part) => part!));
    const same = answers.slice(-SAMPLES).filter((answer, i) => answer === float[i]).length;
    expect(same / SAMPLES).toBe(steps.at(-1)!.agreement);
    const { pictures } = await window.call('run.pictures', { path, id: 1, samples: [59, 0] });
    expect(pictures.map(({ sample, picture }) => [sample, picture?.slice(0, 15)])).toEqual([
      [59, 'data:image/png;'],
      [0, 'data:image/png;'],
    ]);
    expect(await codeOf(window.call('run.records', { path, id: 99, from: 0 }))).toBe('run.missing');
    expect(await codeOf(window.call('run.pictures', { path, id: 1, samples: [SAMPLES] }))).toBe('option.invalid');
  });

  it('previews a change of the plan with the figures that a run would have, and saves nothing', async () => {
    const { window, path } = on;
    const { steps, layers } = await window.call('run.report', { path, id: 1 });
    const neurons = layers.filter(isNeuronLayer);
    const facts = await window.call('run.layer-facts', { path, id: 1 });
    expect(facts.map(({ layer }) => layer)).toEqual(neurons.map(({ name }) => name));
    for (const { overMedian } of facts) expect(overMedian).toBeGreaterThan(1);
    const [{ name: layer, conversion_error: errors }] = neurons as [NeuronLayerResult];
    const before = await window.call('plan.version', { path, id: 1 });
    const after = applyRemedy(before, { kind: 'layer', layer, settings: { neuron: 'mt', thresholds: 1 } });
    const asked = { path, id: 1, layer, before, after, samples: SAMPLES };
    const job = await window.jobEnd((await window.call('run.preview', asked)).job);
    expect(job).toMatchObject({ kind: 'preview', state: 'done', preview: { layer, samples: SAMPLES } });
    expect(job.preview!.before.error).toBeCloseTo(errors!.at(-1)!, 6);
    expect(job.preview!.before.agreement).toBeCloseTo(steps.at(-1)!.agreement, 9);
    expect(job.preview!.after.error).toBeGreaterThan(2 * errors!.at(-1)!);
    expect(await window.call('run.list', { path })).toHaveLength(1);
    expect(await window.call('plan.versions', { path })).toHaveLength(1);
    const unknown = await window.jobEnd((await window.call('run.preview', { ...asked, layer: 'none' })).job);
    expect(unknown).toMatchObject({ state: 'failed', error: { code: 'option.invalid' } });
  });

  it('measures what every change of one layer of the working plan does, and keeps the table with the job', async () => {
    const { window, path } = on;
    const request = { path, dataset: on.made.images, samples: 20, energyModel: 'full-ledger' };
    expect(await codeOf(window.call('sensitivity.start', { ...request, energyModel: 'none' }))).toBe('option.invalid');
    const job = await window.jobEnd((await window.call('sensitivity.start', request)).job);
    expect(job).toMatchObject({ kind: 'sensitivity', state: 'done' });
    const { plan, dataset, table } = job.sensitivity!;
    expect([plan, dataset]).toEqual([(await window.call('plan.document', { path })).plan, on.made.images]);
    expect(table).toMatchObject({ model: 'full-ledger', samples: 20 });
    const names = on.view.graph.layers.map(({ name }) => name);
    expect(new Set(table.rows.map(({ layer }) => layer))).toEqual(new Set(names));
    // A window that comes later finds it in the list.
    const listed = (await window.call('job.list', {})).find(({ id }) => id === job.id);
    expect(listed!.sensitivity).toEqual(job.sensitivity);
  });

  it('compares published methods with the working plan, and keeps the comparison with the job', async () => {
    const { window, path } = on;
    const engine = { engine: 'reference', threads: null } as const;
    const request = { path, dataset: on.made.images, samples: 20, steps: 2, energyModel: 'full-ledger', ...engine };
    expect(await codeOf(window.call('methods.start', { ...request, energyModel: 'none' }))).toBe('option.invalid');
    const job = await window.jobEnd((await window.call('methods.start', request)).job);
    expect(job).toMatchObject({ kind: 'methods', state: 'done' });
    const { dataset, comparison } = job.methods!;
    expect(dataset).toBe(on.made.images);
    expect(comparison).toMatchObject({ energy_model: 'full-ledger', samples: 20 });
    const { methods, left_out: leftOut } = comparison;
    expect(methods.find(({ id }) => id === 'rate')!.steps).toHaveLength(2);
    const { plan } = await window.call('plan.document', { path });
    expect(parsePlan(JSON.stringify(methods.find(({ id }) => id === 'plan')!.plan))).toEqual(plan);
    expect(leftOut.map(({ id, why }) => [id, inWindow(why)])).toContainEqual([
      'tuned',
      expect.stringContaining('tune the project'),
    ]);
    const listed = (await window.call('job.list', {})).find(({ id }) => id === job.id);
    expect(listed!.methods).toEqual(job.methods);
    const { job: second } = await window.call('methods.start', { ...request, samples: null });
    await window.call('job.cancel', { job: second });
    expect(await window.jobEnd(second)).toMatchObject({ kind: 'methods', state: 'cancelled' });
  });

  it('writes the report page beside the project, with the figures of the report, and over no other file', async () => {
    const { window, path } = on;
    const { steps } = await window.call('run.report', { path, id: 1 });
    const { file, bytes } = await window.call('report.write', { path, run: 1 });
    expect(file).toBe(path.replace(/\.spikeloom$/, '-report.html'));
    const page = readFileSync(file, 'utf8');
    expect(Buffer.byteLength(page)).toBe(bytes);
    const [table] = page.split('Figures as a table')[1]!.split('</table>');
    const rows = table!.split('<tr>').slice(2);
    expect(rows).toHaveLength(steps.length);
    for (const [index, { accuracy, agreement }] of steps.entries()) {
      const shown = [...rows[index]!.matchAll(/([\d.]+)\u2009%/g)].map(([, text]) => Number(text));
      for (const share of [accuracy!, agreement]) expect(shown).toContain(Number((100 * share).toFixed(1)));
    }
    // Again over itself; not over something else.
    expect(await window.call('report.write', { path, run: 1 })).toEqual({ file, bytes });
    expect(await codeOf(window.call('report.write', { path, run: 99 }))).toBe('run.missing');
    writeFileSync(file, 'my own page');
    expect(await codeOf(window.call('report.write', { path, run: 1 }))).toBe('output.exists');
    expect(readFileSync(file, 'utf8')).toBe('my own page');
    rmSync(file);
    expect(await codeOf(window.call('report.show', { path }))).toMatch(/^(option\.invalid|files\.unreadable)$/);
  });

  it('takes a name and a note for a run, tells all windows, and keeps them', async () => {
    const { window, path, running, connect } = on;
    const other = await connect(running);
    await other.call('project.open', { path });
    const label = { name: 'Four thresholds', note: 'as on the poster,\nwith "quotes"', tags: ['poster', 'mt 4'] };
    await window.call('run.describe', { path, id: 1, ...label, name: '  Four thresholds ' });
    for (const one of [window, other]) {
      const { runs } = await one.event('runs.changed', ({ runs: [first] }) => first!.name !== '');
      expect(runs).toMatchObject([label]);
    }
    expect(await window.call('run.list', { path })).toMatchObject([{ ...label, state: 'done', kept: SAMPLES }]);
    expect(await codeOf(window.call('run.describe', { path, id: 99, ...label }))).toBe('run.missing');
    for (const bad of [
      { name: 'two\nlines' },
      { name: 'x'.repeat(121) },
      { note: 'x'.repeat(10_001) },
      { tags: [''] },
      { tags: ['a,b'] },
    ])
      expect(await codeOf(window.call('run.describe', { path, id: 1, ...label, ...bad }))).toBe('contract.request');
    await window.call('run.describe', { path, id: 1, name: '', note: '', tags: [] });
    expect(await window.call('run.list', { path })).toMatchObject([{ name: '', note: '' }]);
    other.close();
  });

  it('spreads a part of the samples over the classes, and says so', async () => {
    const { window, path } = on;
    const job = await runToEnd(on, { samples: 10 });
    expect(job.notes.map(plainNote).some((note) => note.includes('10 of 60 samples, one of each class in turn'))).toBe(true);
    expect((await window.call('run.report', { path, id: job.run! })).settings.dataset.samples).toBe(10);
    // The same again is another run; a part that is the whole is the whole.
    expect((await runToEnd(on, { samples: 10 })).run).toBe(job.run! + 1);
    expect((await runToEnd(on, { samples: 1000 })).notes.map(plainNote).some((note) => note.includes('in turn'))).toBe(false);
  });
}
