/** The script of a Slurm array, run without Slurm: what each task gets, which failures are tried again, and how the nodes adapt it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jobFiles } from '../../src-main/services/sweep/job-files.ts';
import { temporaryFolder } from '../cli/support/spikeloom.ts';

const folder = temporaryFolder();
const bin = join(folder, 'bin');
const requeued = join(folder, 'requeued');
mkdirSync(bin);
/** Stand-ins: the command prints its words and ends with STATUS, and `scontrol` writes down what it was asked for. */
writeFileSync(join(bin, 'spikeloom'), '#!/bin/sh\nprintf "%s\\n" "$@"\nexit "${STATUS:-0}"\n', { mode: 0o755 });
writeFileSync(join(bin, 'scontrol'), `#!/bin/sh\necho "$@" > "${requeued}"\n`, { mode: 0o755 });

const DATASET = `/data/it's "here" $HOME/test.npy#y.npy@0:10`;

function task(items: readonly number[], index: number, env: Readonly<Record<string, string>> = {}) {
  const script = jobFiles('slurm', { items, threads: 2, dataset: DATASET, labels: '/data/y.npy', folder: 'sweep' }).files.get(
    'job.sh',
  )!;
  writeFileSync(join(folder, 'job.sh'), script);
  rmSync(requeued, { force: true });
  const own = { SLURM_SUBMIT_DIR: folder, SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: String(index) };
  const { status, stdout } = spawnSync('/bin/sh', ['job.sh'], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env['PATH']}`, ...own, ...env },
    encoding: 'utf8',
  });
  return {
    status,
    words: stdout.trim().split('\n'),
    requeued: existsSync(requeued) ? readFileSync(requeued, 'utf8').trim() : null,
    script,
  };
}

it('hands a task its items and the samples, whatever their path looks like', () => {
  expect(task([3, 7, 9], 1).words).toEqual([
    'sweep',
    '--run',
    '.',
    '--item',
    '7',
    '--dataset',
    DATASET,
    '--labels',
    '/data/y.npy',
  ]);
  const many = Array.from({ length: 2345 }, (_, i) => i + 1);
  expect(task(many, 344).words[4]).toBe('345,1345,2345');
  expect(task(many, 999).words[4]).toBe('1000,2000');
  expect(task(many, 0).script).toMatch(/^#SBATCH --array=0-999$/m);
  expect(task([5], 0).script).toMatch(/^#SBATCH --array=0-0$/m);
});

it('takes command and samples of the node from variables', () => {
  const env = { SPIKELOOM: `${join(bin, 'spikeloom')} first`, DATASET: '/local/a b.npy', LABELS: '/local/y.npy' };
  expect(task([1], 0, env).words).toEqual([
    'first',
    'sweep',
    '--run',
    '.',
    '--item',
    '1',
    '--dataset',
    '/local/a b.npy',
    '--labels',
    '/local/y.npy',
  ]);
});

it.each([
  ['success', {}, 0, null],
  ['wrong input', { STATUS: '2' }, 2, null],
  ['failed work', { STATUS: '1' }, 1, 'requeue 7_0'],
  ['a kill', { STATUS: '137', SLURM_RESTART_COUNT: '2' }, 137, 'requeue 7_0'],
  ['the fourth failure', { STATUS: '1', SLURM_RESTART_COUNT: '3' }, 1, null],
])('after %s, requeues what another attempt may mend', (_, env, status, expected) => {
  const ended = task([1], 0, env as Record<string, string>);
  expect([ended.status, ended.requeued]).toEqual([status, expected]);
});

it('leaves a folder that is not there to the scheduler, as wrong input', () => {
  expect(task([1], 0, { SLURM_SUBMIT_DIR: join(folder, 'gone') })).toMatchObject({ status: 2, requeued: null });
});
