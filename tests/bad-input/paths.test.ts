/**
 * Paths that lead to no file, wherever a command takes one: characters that no path can have, five thousand of them, and what is there
 * but is no file: a pipe that nobody writes to, a device that never ends, a folder. Each is refused in words, and none is waited for.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitStatus, SpikeloomError } from '../../src-shared/errors/index.ts';
import { classifier, samples } from '../support/classifier.ts';
import { at, BENCH, convert, evaluate, merge, removeBench, report, simulate, simulateProject, write } from './bench.ts';
import { contentsOf } from './table.ts';

/** Every path that a person names, as a command with it. `ending`: what its reader is chosen by. */
const USES: readonly (readonly [what: string, ending: string, run: (name: string) => Promise<unknown>])[] = [
  ...['.npy', '.npz', '.csv', '.tsv', '.idx', '.gz', '.bin', '', '.unknown'].map(
    (ending) => [`samples ${ending}`, ending, (name: string) => simulate(name)] as const,
  ),
  ['calibration samples', '.npy', (name) => convert('model.onnx', { calibration: name })],
  ['labels', '.npy', (name) => simulate('samples.npy', { labels: name })],
  ['a preprocessing', '.json', (name) => convert('model.onnx', { preprocess: name })],
  ['a plan', '.json', (name) => convert('model.onnx', { plan: name })],
  ['a model', '.onnx', (name) => convert(name)],
  ['a model or a project', '.spikeloom', (name) => simulateProject(name)],
  ['a project to evaluate', '.spikeloom', (name) => evaluate(name)],
  ['a dataset', '.npy', (name) => evaluate('good.spikeloom', name)],
  ['a project to report', '.spikeloom', (name) => report(name)],
  ['a part to merge', '.json', (name) => merge(name)],
];

/** Kinds of paths that lead to no file. Windows has neither pipes nor devices in its folders. */
const UNIX = process.platform !== 'win32';
const KINDS: readonly (readonly [what: string, name: (ending: string) => string])[] = [
  ['a NUL in its name', (ending) => `a\0b${ending}`],
  ['5,000 characters', (ending) => `${'x'.repeat(5000)}${ending}`],
  ['5,000 characters in many folders', (ending) => `${'xyz/'.repeat(1250)}${ending}`],
  ...(UNIX
    ? ([
        ['a pipe', (ending: string) => `pipe${ending}`],
        ['a link to a device', (ending: string) => `device${ending}`],
      ] as const)
    : []),
];

beforeAll(async () => {
  write('model.onnx', classifier());
  write('model.json', JSON.stringify({ input: { layout: 'NCHW', colour: 'RGB', scale: 1 / 255 } }));
  write('samples.npy', samples(5));
  mkdirSync(at('out'));
  await convert('model.onnx', { out: 'good.spikeloom' });
  for (const ending of UNIX ? new Set(USES.map(([, ending]) => ending)) : []) {
    const made = spawnSync('mkfifo', [at(`pipe${ending}`)]);
    expect(made.status, made.stderr.toString()).toBe(0);
    symlinkSync('/dev/zero', at(`device${ending}`));
  }
});
afterAll(removeBench);

describe.each(USES)('%s', (_, ending, run) => {
  // A reader that waits for a pipe waits for ever.
  it.each(KINDS)('%s', { timeout: 20_000 }, async (__, name) => {
    const before = contentsOf(BENCH);
    const error = await run(name(ending)).then(
      () => 'nothing thrown',
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof SpikeloomError)) throw error;
    expect(error.message).toMatch(/^[^\n\0]{10,2000}$/);
    expect(exitStatus(error), error.message).toBe(2);
    expect(Object.values(error.at).join(), error.message).not.toBe('');
    expect(contentsOf(BENCH)).toEqual(before);
  });
});
