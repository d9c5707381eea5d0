/** What Electron would run, built as it is packed: its programs find each other and their resources, and do their work. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildElectron } from '../../scripts/build-electron.ts';
import type * as UtilityProcess from '../../src-main/hosts/electron/utility-process.ts';
import type * as RunJob from '../../src-main/services/jobs/run-job.ts';
import { noGpuWindow, utilityProcessStandIn } from '../support/utility-process-stand-in.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILT = join(ROOT, 'build', 'electron');
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => buildElectron(BUILT, () => {}));

it('has the program that package.json names, and the window', () => {
  const { main } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { main: string };
  expect(existsSync(join(ROOT, main))).toBe(true);
  expect(existsSync(join(BUILT, 'build/renderer/index.html'))).toBe(true);
});

it.each(['preload.cjs', 'gpu-preload.cjs'])(
  'has %s as one file: a sandboxed script can load Electron and nothing else',
  (name) => {
    const preload = readFileSync(join(BUILT, 'src-main/hosts/electron', name), 'utf8');
    expect([...preload.matchAll(/require\(["'](.+?)["']\)/g)].map(([, required]) => required)).toEqual(['electron']);
  },
);

it('has the page of the gpu engine, with ONNX Runtime and its WebAssembly beside it', () => {
  const page = readFileSync(join(BUILT, 'build/gpu-page/index.html'), 'utf8');
  const names = readdirSync(join(BUILT, 'build/gpu-page/assets'));
  expect(page).toMatch(/<script type="module" crossorigin src="\.\/assets\/[\w.-]+\.js"><\/script>/);
  expect(names.map((name) => /\.\w+$/.exec(name)![0]).toSorted()).toEqual(['.js', '.mjs', '.wasm']);
});

it('has the window as people use it, whoever builds it: without the checks of React’s development', () => {
  const assets = join(BUILT, 'build/renderer/assets');
  const texts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  expect(texts.some((name) => readFileSync(join(assets, name), 'utf8').includes('react_stack_bottom_frame'))).toBe(false);
});

it('runs jobs with threads in utility processes: the example is inspected and converted', async () => {
  const built = (path: string): Promise<unknown> => import(pathToFileURL(join(BUILT, path)).href);
  const { runJob, startJobsWith } = (await built('src-main/services/jobs/run-job.js')) as typeof RunJob;
  const { startUtilityProcess } = (await built('src-main/hosts/electron/utility-process.js')) as typeof UtilityProcess;
  startJobsWith(() => startUtilityProcess({ utilityProcess: utilityProcessStandIn }, noGpuWindow));
  const { signal } = new AbortController();
  const examples = join(BUILT, 'resources/examples');
  const model = join(examples, 'resnet20-cifar10.onnx');
  expect(await runJob('inspect', { file: model }, { signal })).toMatchObject({ convertible: true });
  const out = join(folder, 'example.spikeloom');
  const calibration = { source: `${join(examples, 'cifar10', 'calibration')}@0:16`, batch: 8 };
  const made = await runJob('convert', { model, out, plan: { options: {} }, engine: 'cpu', calibration }, { signal });
  expect(made).toMatchObject({ project: out, calibration: { samples: 16 } });
});

/** Modules that start programs: jobs on Node, which Electron starts otherwise, and C compilers, which are programs of their own. */
const STARTERS = ['services/jobs/child-process.js', 'export/c/compiler.js'];

it('is packed with fuses that electron-builder knows, all of them on the safe side, and needs none of them', () => {
  const lines = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8').split('\n');
  const from = lines.indexOf('electronFuses:') + 1;
  const count = lines.slice(from).findIndex((line) => !line.startsWith(' '));
  const fuses = lines.slice(from, from + count).flatMap((line) => {
    const [, name, value] = /^ {2}(\w+): (true|false)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value === 'true'] as const];
  });
  expect(Object.fromEntries(fuses)).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
  });
  // With that fuse, Electron's program takes these for arguments of its own: a child of it would be another window.
  for (const { path, text } of builtPrograms()) {
    expect(text, path).not.toContain('ELECTRON_RUN_AS_NODE');
    if (!STARTERS.some((starter) => path.endsWith(starter))) expect(text, path).not.toMatch(/from ["'](node:)?child_process["']/);
  }
  const scheme = readFileSync(join(ROOT, 'node_modules/app-builder-lib/scheme.json'), 'utf8');
  for (const [name] of fuses) expect(scheme, name).toContain(`"${name}"`);
});

function builtPrograms(): { readonly path: string; readonly text: string }[] {
  const names = readdirSync(join(BUILT, 'src-main'), { recursive: true, encoding: 'utf8' });
  const programs = names.filter((name) => name.endsWith('.js')).map((name) => join(BUILT, 'src-main', name));
  return programs.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
