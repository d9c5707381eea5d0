/** Every way to write a project where one is already: it gets a version of the same network, or is replaced as a whole, and never holds two networks. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifier, samples } from '../../../tests/support/classifier.ts';
import { openProject } from '../../project/index.ts';
import { convertModel, type ConvertRequest } from '../model/convert-model.ts';
import { evaluateProject } from '../run/evaluate-project.ts';

const CONTEXT = { signal: new AbortController().signal };
let folder: string;
let path: string;
const at = (name: string): string => join(folder, name);

const convert = (model: string, more: Partial<ConvertRequest> = {}) =>
  convertModel(
    {
      model: at(model),
      out: path,
      engine: 'reference',
      plan: { options: { steps: 2 } },
      calibration: { source: at('samples.npy'), batch: 10 },
      ...more,
    },
    CONTEXT,
  );

/** The contents of a project: digests of its models, versions, runs. */
const contents = () => {
  using project = openProject(path);
  return [project.models().map(({ path: file }) => file.slice(folder.length + 1)), project.plans().length, project.runs().length];
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-existing-'));
  path = at('p.spikeloom');
  const model = Buffer.from(classifier());
  writeFileSync(at('one.onnx'), model);
  // The same network, but for one byte of a name: another file is another network.
  writeFileSync(at('two.onnx'), Buffer.concat([model, Buffer.from([0x32, 1, 0x78])]));
  writeFileSync(at('samples.npy'), samples(10));
  await convert('one.onnx');
  await evaluateProject({ project: path, dataset: at('samples.npy'), engine: 'reference', batch: 5 }, CONTEXT);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('convert into a project that is there', () => {
  it('adds a version for the same model', async () => {
    await convert('one.onnx');
    expect(contents()).toEqual([['one.onnx'], 2, 1]);
  });

  it('refuses another model before anything is computed, and leaves every byte', async () => {
    const before = readFileSync(path);
    let worked = false;
    const context = { ...CONTEXT, onProgress: () => (worked = true) };
    const request = { model: at('two.onnx'), out: path, engine: 'reference', plan: { options: {} } } as const;
    const other = convertModel({ ...request, calibration: { source: at('samples.npy'), batch: 10 } }, context);
    await expect(other).rejects.toMatchObject({ code: 'project.exists', message: expect.stringContaining('one.onnx') });
    expect(worked).toBe(false);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses the same model imported otherwise: its layers may be others', async () => {
    await expect(convert('one.onnx', { input: 'input' })).rejects.toMatchObject({ code: 'project.exists' });
    expect(contents()).toEqual([['one.onnx'], 1, 1]);
  });

  it('replaces it as a whole where that is asked for, what lies beside it included', async () => {
    // A program that was killed: its last change is in the log.
    const left = at('left.spikeloom');
    const db = new Database(path);
    db.exec(`INSERT INTO settings VALUES ('left', '"behind"')`);
    writeFileSync(left, readFileSync(`${path}-wal`));
    db.close();
    writeFileSync(`${path}-wal`, readFileSync(left));
    await convert('two.onnx', { replace: true });
    expect(contents()).toEqual([['two.onnx'], 1, 0]);
    using project = openProject(path);
    expect([project.setting('left'), project.journalStart()]).toEqual([undefined, undefined]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('does not replace one that another program has open, and says so before anything is computed', async () => {
    using open = openProject(path);
    open.writeSetting('mine', 1);
    let worked = false;
    const context = { ...CONTEXT, onProgress: () => (worked = true) };
    const request = { model: at('two.onnx'), out: path, replace: true, engine: 'reference', plan: { options: {} } } as const;
    const other = convertModel({ ...request, calibration: { source: at('samples.npy'), batch: 10 } }, context);
    await expect(other).rejects.toMatchObject({ code: 'project.read-only' });
    expect([worked, open.setting('mine'), open.runs().length]).toEqual([false, 1, 1]);
  });

  it('does not replace anything else', async () => {
    writeFileSync(path, 'precious');
    await expect(convert('two.onnx', { replace: true })).rejects.toMatchObject({ code: 'project.not-a-project' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('that fails leaves the old one as it was', async () => {
    const abort = new AbortController();
    const before = contents();
    const request = { model: at('two.onnx'), out: path, replace: true, engine: 'reference', plan: { options: {} } } as const;
    const context = { signal: abort.signal, onProgress: () => abort.abort() };
    await expect(convertModel({ ...request, calibration: { source: at('samples.npy'), batch: 1 } }, context)).rejects.toThrow();
    expect(contents()).toEqual(before);
    expect(existsSync(path)).toBe(true);
  });
});
