/** A C package alone: moved to an empty folder, `make check` compiles it and finds the answers of the machine where it was exported. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { exportProject } from '../../src-main/services/export/export-project.ts';
import { manifestSchema } from '../../src-shared/export/index.ts';
import { convertResidual } from '../fixtures/converted-residual.ts';
import { noCompiler, STRICT } from './support/c-compilers.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-c-package-'));
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
});

const noMake = spawnSync('make', ['--version']).status === 0 ? null : 'no make; on Debian, apt-get install make';
const run = (out: string, name?: string) =>
  exportProject({ project: at('p.spikeloom'), format: 'c', out: at(out), ...(name === undefined ? {} : { name }) }, CONTEXT);

describe.skipIf(noCompiler !== null)(`a C package${noCompiler === null ? '' : ` (skipped: ${noCompiler})`}`, () => {
  beforeAll(async () => {
    await run('package', 'digits');
  });

  it('has its files, and their memory by layer', () => {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(at('package/manifest.json'), 'utf8')));
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'Makefile',
      'README.md',
      'digits.c',
      'digits.h',
      'digits_data.c',
      'digits_test.c',
      'report.html',
      'verification/inputs.npy',
      'verification/steps.npy',
    ]);
    expect(manifest).toMatchObject({ format: 'c', name: 'digits', grade: 'exact', states: [] });
    const { ram, flash, layers } = manifest.memory!;
    expect(readFileSync(at('package/digits.h'), 'utf8')).toContain(`#define DIGITS_STATE_BYTES ${ram}\n`);
    expect(layers.reduce((sum, layer) => sum + layer.flash, 0)).toBe(flash);
    const states = layers.reduce((sum, layer) => sum + layer.states, 0);
    // Buffers are shared: all layers together have less than the sum of theirs, and room for the largest.
    expect(ram).toBeGreaterThanOrEqual(states + Math.max(...layers.map(({ buffers }) => buffers)));
    expect(ram).toBeLessThan(states + layers.reduce((sum, { buffers }) => sum + buffers, 0));
    expect(readFileSync(at('package/README.md'), 'utf8')).toMatch(/^\| `ra` \| [\d,]+ \| [\d,]+ \| [\d,]+ \|$/m);
  });

  it('is the same bytes at every export', async () => {
    await run('again', 'digits');
    for (const name of ['digits.c', 'digits.h', 'digits_data.c', 'digits_test.c', 'Makefile', 'manifest.json', 'README.md'])
      expect(readFileSync(at(`again/${name}`)), name).toEqual(readFileSync(at(`package/${name}`)));
  });

  it.skipIf(noMake !== null)(`passes make check alone${noMake === null ? '' : ` (skipped: ${noMake})`}`, () => {
    cpSync(at('package'), at('elsewhere/moved'), { recursive: true });
    const make = (...targets: string[]) =>
      spawnSync('make', ['-C', at('elsewhere/moved'), `CFLAGS=-O2 ${STRICT.join(' ')}`, ...targets], { encoding: 'utf8' });
    const { status, stdout, stderr } = make('check', 'size');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/digits: \d samples, 4 steps: all answers agree/);
    // A library that computes something else is found out.
    const data = at('elsewhere/moved/digits_data.c');
    writeFileSync(data, readFileSync(data, 'utf8').replace(/0x1\.[0-9a-f]+p(-?\d+)f/, '0x1.8p4f'));
    expect(make('check')).toMatchObject({ status: 2, stdout: expect.stringContaining('the answer differs by') as string });
  });

  it('needs nothing but string.h and math.h, and has no names but its own', () => {
    const source = readFileSync(at('package/digits.c'), 'utf8');
    const included = [...source.matchAll(/#include (\S+)/g)].map(([, file]) => file);
    expect(included).toEqual(['"digits.h"', '<math.h>', '<string.h>']);
    expect(source).not.toMatch(/\b(malloc|calloc|free|printf|setjmp)\b/);
    const compiler = ['gcc', 'clang'].find((one) => spawnSync(one, ['--version']).status === 0)!;
    execFileSync(compiler, ['-c', '-std=c99', 'digits.c', 'digits_data.c'], { cwd: at('package') });
    const { status, stdout } = spawnSync('nm', ['-g', '--defined-only', 'digits.o', 'digits_data.o'], {
      cwd: at('package'),
      encoding: 'utf8',
    });
    if (status !== 0) return;
    const names = [...stdout.matchAll(/^[0-9a-f]+ \w (\S+)$/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !name.startsWith('digits_'))).toEqual([]);
  });
});

it('is refused without a compiler, and nothing is left', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = at('nothing');
  try {
    await expect(run('refused')).rejects.toMatchObject({ code: 'export.unsupported' });
    await expect(run('refused')).rejects.toThrow(/install gcc or clang/);
  } finally {
    process.env['PATH'] = path;
  }
  expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([]);
});

it.skipIf(noCompiler !== null)(
  `leaves nothing of a cancelled check${noCompiler === null ? '' : ` (skipped: ${noCompiler})`}`,
  async () => {
    const cancel = new AbortController();
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === 'checking') cancel.abort();
    };
    await expect(
      exportProject({ project: at('p.spikeloom'), format: 'c', out: at('cancelled') }, { signal: cancel.signal, onProgress }),
    ).rejects.toBeDefined();
    expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.includes(`c-program.${process.pid}.`))).toEqual([]);
  },
);
