/** What a project remembers of its model is what importing gives, as long as it is that model. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { openProject } from '../../project/index.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { VIEW_SETTING } from '../project/setting-names.ts';
import { knownContents } from './known-contents.ts';
import { viewProject } from './view-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-known-'));
const at = (name: string): string => join(folder, name);
const project = at('p.spikeloom');
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

beforeAll(() => convertResidual(folder));

const known = async () => {
  using opened = openProject(project, { readOnly: true });
  return await knownContents(opened);
};

it('is known from the conversion on, and what importing gives', async () => {
  expect(await known()).toEqual(await viewProject({ project }));
});

it('is known where the model is gone, and says so', async () => {
  const before = await known();
  renameSync(at('model.onnx'), at('away.onnx'));
  const gone = await known();
  expect(gone).toEqual({ ...before, missing: expect.stringContaining('is gone') as string });
  expect(await viewProject({ project })).toEqual(gone);
  renameSync(at('away.onnx'), at('model.onnx'));
});

it('is imported again where the file was changed; another model is refused', async () => {
  renameSync(at('model.onnx'), at('away.onnx'));
  writeFileSync(at('model.onnx'), 'no model');
  expect(await known()).toBeUndefined();
  expect((await viewProject({ project })).missing).toContain('has changed');
  renameSync(at('away.onnx'), at('model.onnx'));
  expect((await known())?.missing).toBeNull();
});

it('is not known where another program kept it, unless nothing better is there', async () => {
  const rewrite = (change: object): void => {
    using opened = openProject(project);
    opened.writeSetting(VIEW_SETTING, { ...(opened.setting(VIEW_SETTING) as object), ...change });
  };
  for (const program of ['0.0.0', packageJson.version]) {
    rewrite({ program });
    expect(await known()).toBeUndefined();
  }
  renameSync(at('model.onnx'), at('away.onnx'));
  expect((await known())?.missing).toContain('is gone');
  rewrite({ graph: { nodes: 'none' } });
  expect(await known()).toBeUndefined();
  await expect(viewProject({ project })).rejects.toMatchObject({ code: 'project.missing' });
  renameSync(at('away.onnx'), at('model.onnx'));
  expect((await viewProject({ project })).missing).toBeNull();
});
