/**
 * Bad input as a user meets it: a process, status 2, one line on standard error, with `--json` a document too, and nothing left
 * behind. A few of every kind; the whole table is in tests/bad-input.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src-shared/errors/index.ts';
import { classifier, samples, withNodes } from '../support/classifier.ts';
import { json, ROOT, start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const OUTPUT = ['--calibration', 'samples.npy', '--out', 'out/p.spikeloom'];

beforeAll(async () => {
  mkdirSync(at('out'));
  writeFileSync(at('model.onnx'), classifier());
  writeFileSync(at('samples.npy'), samples(5));
  const node = (change: object, name: string) => withNodes((one) => (one.name === name ? { ...one, ...change } : one));
  writeFileSync(at('unknown.onnx'), node({ type: 'Frobnicate' }, '/relu1/Relu'));
  writeFileSync(at('cyclic.onnx'), node({ inputs: ['active', 'w1'] }, '/fc1/MatMul'));
  writeFileSync(at('text.spikeloom'), 'no database\n');
  mkdirSync(at('made'));
  await json('convert', at('model.onnx'), '--calibration', at('samples.npy'), '--out', at('made/p.spikeloom'));
  mkdirSync(at('written'));
  copyFileSync(at('made/p.spikeloom'), at('written/p.spikeloom'));
  chmodSync(at('written/p.spikeloom'), 0o444);
  for (const name of ['.', 'written', 'out']) chmodSync(at(name), 0o777);
});

interface Case {
  readonly what: string;
  /** Run in the folder of the tests. */
  readonly args: readonly string[];
  readonly code: ErrorCode;
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'in a job',
    args: ['convert', 'cyclic.onnx', ...OUTPUT],
    code: 'model.cyclic',
    says: ['cyclic.onnx', 'depends on itself'],
  },
  {
    what: 'without a job',
    args: ['report', 'text.spikeloom', '--out', 'out/r.html'],
    code: 'project.not-a-project',
    says: ['text.spikeloom'],
  },
  {
    what: 'in an option',
    args: ['evaluate', 'p.spikeloom', '--dataset', 'x.npy', '--shard', '3/2'],
    code: 'option.invalid',
    says: ['--shard', '3/2'],
  },
  {
    what: 'as an option that does not exist',
    args: ['convert', 'model.onnx', ...OUTPUT, '--threshold', '8'],
    code: 'option.invalid',
    says: ["'--threshold'", '--help'],
  },
];

async function expectRefusal({ args, code, says }: Case, user: object = {}): Promise<void> {
  const { status, stdout, stderr } = await start([...args, '--json'], folder, user).finished;
  expect(stderr).toMatch(/^spikeloom: [^\n]+\n$/);
  for (const words of says) expect(stderr).toContain(words);
  expect(status).toBe(2);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
  expect(error.code).toBe(code);
  expect(stderr).toContain(error.message);
}

describe.concurrent('bad input', () => {
  it.each(CASES)('$what', (one) => expectRefusal(one));

  // Permissions do not bind root, who then starts the command as nobody; who must be able to read this checkout.
  const root = process.geteuid?.() === 0;
  const unreadable = foldersAbove(ROOT).find((path) => (statSync(path).mode & 0o005) !== 0o005);
  const skip = root && unreadable !== undefined;
  it.skipIf(skip)(
    `that may only be read${skip ? ` (skipped: ${unreadable} is closed to other users than root)` : ''}`,
    async () => {
      const nobody = root ? { uid: 65_534, gid: 65_534 } : {};
      const says = ['p.spikeloom', 'its file cannot be written'];
      const code = 'project.read-only';
      const before = readdirSync(at('written'));
      await expectRefusal(
        { what: '', args: ['evaluate', 'written/p.spikeloom', '--dataset', 'samples.npy'], code, says },
        nobody,
      );
      await expectRefusal(
        { what: '', args: ['convert', 'model.onnx', ...OUTPUT, '--out', 'written/p.spikeloom'], code, says },
        nobody,
      );
      expect(readdirSync(at('written'))).toEqual(before);
    },
  );
});

it('leaves nothing behind', () => {
  expect(readdirSync(at('out'))).toEqual([]);
});

it('inspect says which node is blocked, with status 1', async () => {
  const { status, stdout } = await start(['inspect', 'unknown.onnx'], folder).finished;
  expect(status).toBe(1);
  expect(stdout).toMatch(/BLOCKED +Frobnicate +\/relu1\/Relu +\S+/);
});

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...foldersAbove(above)];
}
