/** Capsules: the same bytes twice, the same figures from the capsule alone, and what is refused or named if something is not the same. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifier, samples } from '../../../tests/support/classifier.ts';
import { testFolder } from '../../../tests/support/onnx-graph.ts';
import { type Capsule, capsuleSchema } from '../../../src-shared/export/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import { compareFigures } from './compare-figures.ts';
import { type CapsuleRequest, exportCapsule } from './export-capsule.ts';
import { reproduce, type ReproduceRequest } from './reproduce.ts';

const CONTEXT = { signal: new AbortController().signal };
const folder = testFolder();
const at = (name: string): string => join(folder.path, name);
const write = (out: string, change: Partial<CapsuleRequest> = {}, most?: number) =>
  exportCapsule({ project: at('p.spikeloom'), out: at(out), ...change }, CONTEXT, most);
const again = (change: Partial<ReproduceRequest> = {}) => reproduce({ capsule: at('capsule'), ...change }, CONTEXT);

beforeAll(async () => {
  folder.write('model.onnx', classifier());
  folder.write('samples.npy', samples(23));
  folder.write(
    'labels.npy',
    formatNpy(
      Float32Array.from({ length: 23 }, (_, index) => index % 4),
      [23],
    ),
  );
  const calibration = { source: at('samples.npy'), batch: 10 };
  const plan = { options: { steps: 3 } };
  await convertModel({ model: at('model.onnx'), out: at('p.spikeloom'), engine: 'reference', plan, calibration }, CONTEXT);
  await expect(write('none')).rejects.toMatchObject({ code: 'run.missing', message: expect.stringContaining('evaluate') });
  await evaluateProject(
    { project: at('p.spikeloom'), dataset: at('samples.npy'), labels: at('labels.npy'), engine: 'reference', batch: 5 },
    CONTEXT,
  );
  await write('capsule');
});
afterAll(() => folder[Symbol.dispose]());

/** Digests of all files of a folder. */
const bytesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(at(name), { recursive: true }) as string[])
      .filter((path) => path.includes('.'))
      .sort()
      .map((path) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(at(name), path)))
          .digest('hex'),
      ]),
  );

const manifestIn = (name: string): Capsule =>
  capsuleSchema.parse(JSON.parse(readFileSync(join(at(name), 'manifest.json'), 'utf8')));

/** A copy of the capsule, changed. */
function spoilt(name: string, change: (path: string) => void): string {
  cpSync(at('capsule'), at(name), { recursive: true });
  change(at(name));
  return at(name);
}

const withManifest = (name: string, change: (manifest: Capsule) => unknown): string =>
  spoilt(name, (path) =>
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(change(structuredClone(manifestIn('capsule'))))),
  );

describe('a capsule', () => {
  it('has the model, the plan, the thresholds and the run, and lists its files', () => {
    const { model, run, files, commands } = manifestIn('capsule');
    expect(files.map(({ path }) => path)).toEqual(['README.md', 'model/model.onnx', 'plan.json', 'thresholds.json']);
    expect([model.file, run.engine, run.settings]).toEqual([
      'model/model.onnx',
      'reference',
      { steps: 3, samples: 23, batch: 5, skipBad: false, labels: at('labels.npy') },
    ]);
    expect(run.data.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(commands).toHaveLength(2);
    expect(commands[1]).toContain(`--labels ${at('labels.npy')} --batch 5 --engine reference`);
  });

  it('is the same bytes at every export', async () => {
    await write('twice');
    expect(bytesOf('twice')).toEqual(bytesOf('capsule'));
  });

  it('is not written over another, unless that is asked for', async () => {
    await expect(write('twice')).rejects.toMatchObject({ code: 'output.exists' });
    await write('twice', { force: true });
    mkdirSync(at('other'));
    writeFileSync(at('other/file'), 'precious');
    await expect(write('other', { force: true })).rejects.toMatchObject({ code: 'output.exists' });
  });

  it('leaves nothing if it is cancelled', async () => {
    const before = readdirSync(folder.path);
    const abort = new AbortController();
    abort.abort();
    await expect(exportCapsule({ project: at('p.spikeloom'), out: at('gone') }, { signal: abort.signal })).rejects.toThrow();
    expect(readdirSync(folder.path)).toEqual(before);
  });
});

describe('reproducing', () => {
  it('gives every figure to the last bit', async () => {
    const { same, compared, differences, changed } = await again();
    expect([same, differences, changed]).toEqual([true, [], []]);
    expect(compared).toBeGreaterThan(50);
  });

  it('works from the capsule alone, elsewhere, with a copy of the samples', async () => {
    mkdirSync(at('elsewhere'));
    cpSync(at('capsule'), at('elsewhere/capsule'), { recursive: true });
    cpSync(at('samples.npy'), at('elsewhere/copy.npy'));
    cpSync(at('labels.npy'), at('elsewhere/classes.npy'));
    for (const name of ['p.spikeloom', 'model.onnx', 'samples.npy']) renameSync(at(name), at(`hidden-${name}`));
    const capsule = at('elsewhere/capsule');
    await expect(again({ capsule })).rejects.toMatchObject({ message: expect.stringContaining('--dataset SRC') });
    const found = await again({ capsule, dataset: at('elsewhere/copy.npy'), labels: at('elsewhere/classes.npy') });
    for (const name of ['p.spikeloom', 'model.onnx', 'samples.npy']) renameSync(at(`hidden-${name}`), at(name));
    expect([found.same, found.changed]).toEqual([true, []]);
  });

  it('names the engine if another gives other figures', async () => {
    const { same, changed, differences } = await again({ engine: 'cpu' });
    expect(changed).toEqual([{ what: 'engine', recorded: 'reference', now: 'cpu' }]);
    expect(same).toBe(differences.length === 0);
    expect(differences.every(({ figure }) => !/^(timing|notes|settings)/.test(figure))).toBe(true);
  });

  it.each([
    ['one value in the middle', (values: Float32Array) => values.fill(9, 100, 112)],
    ['the first sample', (values: Float32Array) => values.fill(9, 0, 12)],
  ])('names the samples if %s has changed', async (_, change) => {
    folder.write('changed.npy', samples(23, change));
    const { same, changed, differences } = await again({ dataset: at('changed.npy'), labels: at('labels.npy') });
    expect([same, changed.map(({ what }) => what)]).toEqual([false, ['data']]);
    expect(differences.length).toBeGreaterThan(0);
  });

  it('names another number of samples, and labels that are not there', async () => {
    folder.write('few.npy', samples(20));
    const { changed, differences } = await again({ dataset: at('few.npy') });
    expect(changed.map(({ what }) => what)).toEqual(['samples', 'data']);
    expect(differences.find(({ figure }) => figure === 'ann.accuracy')).toMatchObject({ now: null });
  });

  it('names versions', async () => {
    const capsule = withManifest('older', (one) => ({
      ...one,
      spikeloom: '0.0.1',
      versions: { ...one.versions, node: '20.0.0' },
    }));
    expect((await again({ capsule })).changed.map(({ what, recorded }) => [what, recorded])).toEqual([
      ['version', '0.0.1'],
      ['node', '20.0.0'],
    ]);
  });

  it('says which figure is not that of the capsule', async () => {
    const capsule = withManifest('figure', (one) => {
      one.run.report.steps[1]!.agreement = 0.125;
      return one;
    });
    const { same, differences } = await again({ capsule });
    expect([same, differences.map(({ figure, recorded }) => [figure, recorded])]).toEqual([
      false,
      [['steps.2.agreement', 0.125]],
    ]);
  });
});

describe('a large model', () => {
  it('stays outside, and is named for reproducing', async () => {
    const { capsule, notes } = await write('light', {}, 10);
    expect([capsule.model.file, notes.length]).toEqual([null, 1]);
    expect(readdirSync(at('light')).sort()).toEqual(['README.md', 'manifest.json', 'plan.json', 'thresholds.json']);
    await expect(again({ capsule: at('light') })).rejects.toMatchObject({ code: 'option.invalid', at: { option: 'model' } });
    expect((await again({ capsule: at('light'), model: at('model.onnx') })).same).toBe(true);
    folder.write('other.onnx', Buffer.concat([classifier(), Buffer.from([0x32, 1, 0x78])]));
    await expect(again({ capsule: at('light'), model: at('other.onnx') })).rejects.toMatchObject({
      code: 'capsule.damaged',
      message: expect.stringContaining('is not the model of'),
    });
  });
});

describe('a capsule that is not whole is refused', () => {
  const files = ['README.md', 'model/model.onnx', 'plan.json', 'thresholds.json'];

  it.each(files)('%s changed', async (name) => {
    const capsule = spoilt(`changed-${name.replace('/', '-')}`, (path) => {
      const bytes = readFileSync(join(path, name));
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(join(path, name), bytes);
    });
    const message = expect.stringContaining(`${name} has changed since the capsule was written`);
    await expect(again({ capsule })).rejects.toMatchObject({ code: 'capsule.damaged', message });
  });

  it.each([...files, 'manifest.json'])('%s missing', async (name) => {
    const capsule = spoilt(`missing-${name.replace('/', '-')}`, (path) => rmSync(join(path, name)));
    const message = expect.stringContaining(`${name} cannot be read`);
    await expect(again({ capsule })).rejects.toMatchObject({ code: 'capsule.damaged', message });
  });

  it.each<[string, (one: Capsule) => unknown, string]>([
    ['another format', (one) => ({ ...one, format: 'onnx' }), 'not that of a capsule'],
    ['a newer form', (one) => ({ ...one, capsule: 2, spikeloom: '9.0.0' }), 'Spikeloom 9.0.0'],
    ['a wrong field', (one) => ({ ...one, run: { ...one.run, settings: {} } }), 'damaged at run.settings'],
    ['a list without its thresholds', (one) => ({ ...one, files: one.files.slice(0, 3) }), 'no thresholds.json'],
    ['an engine that does not exist', (one) => ({ ...one, run: { ...one.run, engine: 'abacus' } }), 'abacus'],
    [
      'a path that leads out of it',
      (one) => ({ ...one, files: [...one.files, { path: '../model.onnx', bytes: 0, sha256: one.model.sha256 }] }),
      'damaged at files',
    ],
    [
      'settings of the model of another form',
      (one) => ({ ...one, model: { ...one.model, settings: 7 } }),
      'settings of the model',
    ],
  ])('%s', async (name, change, says) => {
    const capsule = withManifest(name.replaceAll(' ', '-'), change);
    await expect(again({ capsule })).rejects.toMatchObject({ message: expect.stringContaining(says) });
  });

  it('text that is not JSON, a file, an archive, and nothing', async () => {
    const capsule = spoilt('text', (path) => writeFileSync(join(path, 'manifest.json'), '{'));
    await expect(again({ capsule })).rejects.toMatchObject({ message: expect.stringContaining('manifest.json is not JSON') });
    await expect(again({ capsule: at('model.onnx') })).rejects.toMatchObject({
      message: expect.stringContaining('it is a file'),
    });
    const { path } = await write('packed', { zip: true });
    await expect(again({ capsule: path })).rejects.toMatchObject({ message: expect.stringContaining('unpack an archive first') });
    await expect(again({ capsule: at('nothing') })).rejects.toMatchObject({ message: expect.stringContaining('does not exist') });
  });
});

it('a capsule of a project whose samples are gone has no digest of them, and says so', async () => {
  renameSync(at('samples.npy'), at('away.npy'));
  const { capsule, notes } = await write('without-samples');
  expect([capsule.run.data.sha256, notes.length]).toEqual([null, 1]);
  expect((await again({ capsule: at('without-samples'), dataset: at('away.npy'), labels: at('labels.npy') })).same).toBe(true);
  folder.write(
    'samples.npy',
    samples(23, (values) => values.fill(1)),
  );
  expect((await write('other-samples')).notes.map(String).join()).toContain('has changed since the run');
});

it('a changed model is refused', async () => {
  folder.write('model.onnx', 'another');
  await expect(write('never')).rejects.toMatchObject({ code: 'project.missing' });
});

it('figures are compared to the last bit, also those that one report does not have, and times are none', () => {
  const { report } = manifestIn('capsule').run;
  const changed = structuredClone(report);
  changed.steps[0]!.energy_ratio *= 1 + Number.EPSILON;
  changed.ann.accuracy = null;
  changed.layers.pop();
  changed.timing.total_ms = 1e9;
  const places = compareFigures(report, changed).differences.map(({ figure }) => figure);
  expect(places.slice(0, 2)).toEqual(['ann.accuracy', 'steps.1.energy_ratio']);
  expect(places.slice(2).every((figure) => figure.startsWith('layers.'))).toBe(true);
  expect(places.some((figure) => figure.startsWith('timing'))).toBe(false);
});
