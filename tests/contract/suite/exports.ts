/** Exports of a project: the preview, the job, the list, and what is refused before anything is written. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { ExportChoices, ExportContents } from '../../../src-shared/contract/index.ts';
import { EXPORTER_IDS, manifestSchema } from '../../../src-shared/export/index.ts';
import { averaged } from '../../exports/support/averaged.ts';
import { onnxBytes } from '../../support/onnx-graph.ts';
import { makeProject, type ProjectBench } from '../support/bench.ts';
import { editLayer, editPlan } from '../support/edits.ts';
import { codeOf, type Refused } from '../support/window.ts';

export function exportTests(on: ProjectBench): void {
  const choices = (name: string, change: Partial<ExportChoices> = {}): ExportChoices => ({
    ...{ format: 'onnx', options: {}, name: null, steps: 3, out: on.made.at(name), zip: false, force: false },
    ...change,
  });
  const contents = ({ format, options, name, steps }: ExportChoices) => ({ path: on.path, format, options, name, steps });
  /** Exports and returns the last state of the job. */
  const exported = async (name: string, change: Partial<ExportChoices> = {}) => {
    const { job } = await on.window.call('export.start', { path: on.path, ...choices(name, change) });
    return on.window.jobEnd(job);
  };
  const refusal = (call: Promise<unknown>): Promise<Refused> =>
    call.then(
      () => Promise.reject(new Error('it was answered')),
      (error: Refused) => error,
    );

  /** The contents of a package that the format can hold. */
  const previewed = async (chosen: ExportChoices): Promise<ExportContents> => {
    const { obstacles, contents: found } = await on.window.call('export.preview', contents(chosen));
    expect(obstacles).toEqual([]);
    return found!;
  };

  it.each(EXPORTER_IDS.filter((id) => id !== 'nir'))('previews %s without writing anything', async (format) => {
    const preview = await previewed(choices('p', { format }));
    expect(preview).toMatchObject({ steps: 3, version: 1, outdated: [], expected: null });
    expect(preview.files.length).toBeGreaterThan(0);
    expect(preview.bytes).toBeGreaterThan(preview.files.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(preview.differences).not.toEqual([]);
    expect(existsSync(on.made.at('p'))).toBe(false);
    expect(await on.window.call('export.list', { path: on.path })).toEqual([]);
  });

  it('lists what a format cannot hold, and what no plan changes of it', async () => {
    const chosen = choices('p', { format: 'nir', options: { 'adapt-plan': true } });
    const { obstacles, contents: found } = await on.window.call('export.preview', contents(chosen));
    expect([obstacles, found]).toEqual([[{ layer: 'pool', reason: 'max pooling', byPlan: false }], null]);
  });

  it('measures an adapted plan that the format can hold; nothing is saved', async () => {
    const { window, made } = on;
    const model = made.at('averaged.onnx');
    writeFileSync(model, onnxBytes(averaged));
    const { path, graph } = await makeProject(window, { ...made, model }, 'averaged.spikeloom');
    const layers = graph.layers.map(({ name }) => name);
    const chosen = { path, format: 'nir', options: { profile: 'snntorch' }, steps: 2 } as const;
    const { obstacles, contents: found } = await window.call('export.preview', { ...chosen, name: null });
    expect(found).toBeNull();
    expect(new Set(obstacles.map(({ layer }) => layer))).toEqual(new Set([graph.input.name, ...layers]));
    expect(obstacles.every(({ byPlan }) => byPlan)).toBe(true);
    const refused = await window.jobEnd((await window.call('export.measure', chosen)).job);
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'export.unsupported', at: { layer: obstacles[0]!.layer } } });

    const adapted = { ...chosen, options: { profile: 'snntorch', 'adapt-plan': true } } as const;
    const preview = await window.call('export.preview', { ...adapted, name: null });
    expect(preview).toMatchObject({ obstacles: [], contents: { steps: 2, version: null, outdated: layers } });
    expect(preview.contents!.reader).toContain('snnTorch');
    const done = await window.jobEnd((await window.call('export.measure', adapted)).job);
    expect(done).toMatchObject({ kind: 'measure', state: 'done', reader: { profile: 'snntorch', exact: true } });
    expect(done.reader!.answers.map(({ steps }) => steps)).toEqual([2, 8]);

    const { job } = await window.call('export.measure', { ...adapted, steps: 64 });
    await window.event('job.changed', ({ id, phase }) => id === job && phase === 'measuring');
    await window.call('job.cancel', { job });
    expect(await window.jobEnd(job)).toMatchObject({ state: 'cancelled' });
    expect(await window.call('plan.versions', { path })).toHaveLength(1);
    await window.call('project.close', { path });
  });

  it('writes a package, shows how far it is, and lists it', async () => {
    const preview = await previewed(choices('package'));
    const job = await exported('package');
    expect(job).toMatchObject({ kind: 'export', state: 'done', title: 'Export to package (ONNX, one time step)', path: on.path });
    const phases = new Set(
      on.window
        .events('job.changed')
        .filter(({ id }) => id === job.id)
        .map(({ phase }) => phase),
    );
    expect([...phases]).toEqual(expect.arrayContaining(['importing', 'simulating', 'checking']));
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(on.made.at('package'), 'manifest.json'), 'utf8')));
    const written = new Map(manifest.files.map(({ path, bytes }) => [path, bytes]));
    for (const { path, bytes } of preview.files) expect(written.get(path)).toBe(bytes);
    expect(preview).toMatchObject({ outputs: manifest.outputs, states: { count: manifest.states.length } });
    const { exports } = await on.window.event('exports.changed', ({ exports }) => exports.length === 1);
    expect(exports).toMatchObject([
      {
        id: 1,
        version: 1,
        format: 'onnx',
        path: on.made.at('package'),
        place: 'there',
        facts: { name: 'residual', steps: 3, grade: manifest.grade },
      },
    ]);
    expect(await on.window.call('export.list', { path: on.path })).toEqual(exports);
    const again = await previewed(choices('package'));
    expect(again.expected).toEqual({ grade: manifest.grade, export: 1 });
  });

  it('replaces a package that is there only when asked, and nothing else', async () => {
    mkdirSync(on.made.at('own'));
    writeFileSync(join(on.made.at('own'), 'notes.txt'), 'mine');
    const { window, path } = on;
    expect(await window.call('export.place', { out: on.made.at('package'), zip: false })).toMatchObject({
      taken: 'package',
      problem: null,
    });
    expect(await window.call('export.place', { out: on.made.at('own'), zip: false })).toMatchObject({ taken: 'other' });
    expect(await window.call('export.place', { out: on.made.at('free'), zip: true })).toEqual({
      path: on.made.at('free.zip'),
      taken: 'no',
      problem: null,
    });
    for (const [name, force] of [
      ['package', false],
      ['own', false],
      ['own', true],
    ] as const) {
      const refused = await refusal(window.call('export.start', { path, ...choices(name, { force }) }));
      expect([refused.code, refused.wire.at?.option]).toEqual(['output.exists', 'out']);
    }
    expect(readFileSync(join(on.made.at('own'), 'notes.txt'), 'utf8')).toBe('mine');
    expect(await exported('package', { force: true, steps: 2 })).toMatchObject({ state: 'done' });
    expect(manifestSchema.parse(JSON.parse(readFileSync(join(on.made.at('package'), 'manifest.json'), 'utf8'))).steps).toBe(2);
  });

  it('names the field of each choice that is wrong, before anything is saved or written', async () => {
    const { window, path } = on;
    const before = await window.call('plan.versions', { path });
    const wrong: readonly (readonly [code: string, option: string | undefined, change: Partial<ExportChoices>])[] = [
      ['option.invalid', 'name', { name: '3 layers' }],
      ['output.unwritable', 'out', { out: on.made.at('no/such/folder') }],
      ['output.unwritable', 'out', { out: join(on.made.model, 'inside-a-file') }],
    ];
    for (const [code, option, change] of wrong) {
      const refused = await refusal(window.call('export.start', { path, ...choices('wrong', change) }));
      expect([refused.code, refused.wire.at?.option], JSON.stringify(change)).toEqual([code, option]);
    }
    for (const change of [{ steps: 0 }, { steps: 1.5 }, { options: { batch: 0 } }, { format: 'gif' as 'onnx' }])
      expect(await codeOf(window.call('export.start', { path, ...choices('wrong', change) }))).toBe('contract.request');
    const name = await refusal(window.call('export.preview', contents(choices('wrong', { name: 'a-b' }))));
    expect([name.code, name.wire.at?.option]).toEqual(['option.invalid', 'name']);
    expect(await window.call('export.place', { out: on.made.at('no/such/folder'), zip: false })).toMatchObject({
      problem: expect.anything(),
    });
    expect(await window.call('plan.versions', { path })).toEqual(before);
    expect(existsSync(on.made.at('wrong'))).toBe(false);
  });

  it('exports a changed plan as a version of its own, with its thresholds brought up to date', async () => {
    const { window, path, view } = on;
    const layer = view.graph.layers[0]!.name;
    await editLayer(window, view, layer, { threshold: { scale: 1.5 } });
    const preview = await previewed(choices('changed'));
    expect(preview).toMatchObject({ version: null, outdated: [layer], expected: null });
    expect(await exported('changed', { zip: true, name: 'other_name' })).toMatchObject({ state: 'done' });
    const files = unzipSync(readFileSync(on.made.at('changed.zip')));
    const manifest = manifestSchema.parse(JSON.parse(new TextDecoder().decode(files['changed/manifest.json'])));
    expect(manifest).toMatchObject({
      name: 'other_name',
      plan: { version: 2, plan: { layers: { [layer]: { threshold: { scale: 1.5 } } } } },
    });
    expect((await window.call('calibration.summary', { path }))?.outdated).toEqual([]);
    expect((await window.call('export.list', { path })).at(-1)).toMatchObject({ version: 2, path: on.made.at('changed.zip') });
    const document = await window.call('plan.document', { path });
    await editPlan(window, path, document, { ...document.plan, layers: [] }, 'as it was');
  });

  it('leaves nothing of an export that is cancelled', async () => {
    const { window, path } = on;
    const { job } = await window.call('export.start', { path, ...choices('cancelled', { steps: 8 }) });
    await window.event('job.changed', ({ id, phase }) => id === job && phase !== 'waiting' && phase !== 'starting');
    await window.call('job.cancel', { job });
    expect(await window.jobEnd(job)).toMatchObject({ state: 'cancelled' });
    expect(existsSync(on.made.at('cancelled'))).toBe(false);
    expect((await window.call('export.list', { path })).map(({ path: place }) => place)).not.toContain(on.made.at('cancelled'));
  });

  it('shows a package in the file manager of the system, where the host can', async () => {
    const { window, path } = on;
    const { host } = await window.call('app.info', {});
    const answer = await codeOf(window.call('export.show', { path, id: 1 }));
    expect(answer).toBe(host === 'electron' ? 'it was answered' : 'option.invalid');
    if (host === 'electron') expect(readFileSync(join(on.made.userFolder, 'shown'), 'utf8')).toBe(on.made.at('package'));
  });

  it('forgets an export, whose files stay', async () => {
    const { window, path } = on;
    await window.call('export.forget', { path, id: 1 });
    expect((await window.call('export.list', { path })).map(({ id }) => id)).not.toContain(1);
    expect(existsSync(on.made.at('package'))).toBe(true);
    for (const name of ['export.forget', 'export.show'] as const)
      expect(await codeOf(window.call(name, { path, id: 1 }))).toBe('export.missing');
  });
}
