/**
 * A sweep from the command line. Through Slurm, array tasks that are killed on the way come back by themselves, and a task that never ran is
 * emitted again; the reports are those of `evaluate` on one machine. Without Slurm, processes started by the test stand in for its tasks.
 */
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../src-shared/results/index.ts';
import { golden, json, ROOT, spikeloom, temporaryFolder } from '../cli/support/spikeloom.ts';
import { startSlurm, whyNoSlurm } from './slurm.ts';

const NET = 'vgg-mt-differential';
const folder = temporaryFolder();
const project = join(folder, 'net.spikeloom');
const samples = ['--dataset', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy'), '--batch', '2'];
const engine = ['--engine', 'cpu', '--threads', '1'];
const COMMAND = join(folder, 'spikeloom');
let whole: RunReport;

interface Collected {
  readonly items: number;
  readonly done: number;
  readonly missing: readonly { readonly item: number }[];
  readonly plans: readonly { readonly plan: string; readonly figures: { readonly report: string } | null }[];
}

/** Runs items as the command on a node does. Its first attempt at the items of `KILLED` is killed soon after it began. */
const NODE_COMMAND = `#!/bin/sh
for last; do case "$previous" in --item) items=$last;; esac; previous=$last; done
marker="${folder}/killed.$items"
case " $KILLED " in *" $items "*)
  if [ ! -e "$marker" ]; then
    : > "$marker"
    "${ROOT}/node_modules/.bin/node" "${ROOT}/src-main/cli/main.ts" "$@" &
    sleep 0.5
    kill -KILL $!
    exit 137
  fi
esac
exec "${ROOT}/node_modules/.bin/node" "${ROOT}/src-main/cli/main.ts" "$@"
`;

beforeAll(async () => {
  const model = join(folder, 'model.onnx');
  copyFileSync(golden(NET, 'model.onnx'), model);
  await json('convert', model, '--calibration', golden(NET, 'calibration.npy'), '--out', project);
  writeFileSync(COMMAND, NODE_COMMAND);
  chmodSync(COMMAND, 0o755);
  copyFileSync(project, join(folder, 'alone.spikeloom'));
  whole = await json<RunReport>('evaluate', join(folder, 'alone.spikeloom'), ...samples, ...engine);
});

const emit = (out: string): Promise<unknown> =>
  json('sweep', project, '--emit', 'slurm', '--out', out, '--shards', '4', ...samples, ...engine);

/** Collects a sweep that is whole, and compares its reports with that of one machine. */
async function expectWhole(sweep: string): Promise<void> {
  const { missing, plans } = await json<Collected>('sweep', '--collect', sweep);
  expect(missing).toEqual([]);
  expect(plans).toHaveLength(1);
  for (const { figures } of plans) {
    const report = JSON.parse(readFileSync(figures!.report, 'utf8')) as RunReport;
    expect({ ...report, timing: 0 }).toEqual({ ...whole, timing: 0 });
  }
}

/** The state of a sweep whose job has lost a task. */
async function collectPartly(sweep: string): Promise<Collected> {
  const { status, stdout } = await spikeloom('sweep', '--collect', sweep, '--json');
  expect(status).toBe(1);
  return JSON.parse(stdout) as Collected;
}

const reason = whyNoSlurm();
if (reason !== undefined)
  process.stderr.write(`The sweep was not run through Slurm, but by processes that stand in for it: ${reason}.\n`);

it.skipIf(reason !== undefined)('runs as a Slurm array: killed tasks come back, a cancelled one is emitted again', async () => {
  const sweep = join(folder, 'slurm');
  await emit(sweep);
  mkdirSync(join(folder, 'daemons'));
  await using slurm = await startSlurm(join(folder, 'daemons'));
  // Item 4 is held back and never runs; the first attempt at item 2 is killed.
  const submit = (...options: string[]) =>
    slurm.call('sbatch', ['--parsable', ...options, 'job.sh'], sweep, { SPIKELOOM: COMMAND, KILLED: '2' });
  const job = (await submit('--hold')).trim();
  await slurm.call('scancel', [`${job}_3`], sweep);
  await slurm.call('scontrol', ['release', job], sweep);
  await slurm.drained();
  const { done, missing } = await collectPartly(sweep);
  const logs = `${readFileSync(join(sweep, 'logs', `${job}_1.txt`), 'utf8')}`;
  expect([done, missing.map(({ item }) => item)], logs).toEqual([3, [4]]);
  expect(readFileSync(join(folder, 'killed.2'), 'utf8')).toBe('');

  await json('sweep', '--emit', 'slurm', '--missing', '--out', sweep);
  await submit();
  await slurm.drained();
  await expectWhole(sweep);
});

it.skipIf(reason === undefined)('runs as processes that stand in for the tasks of an array: killed, late and twice', async () => {
  const sweep = join(folder, 'processes');
  await emit(sweep);
  const task = (index: number, attempt: number): Promise<number | null> =>
    new Promise((resolve, reject) => {
      const env = {
        ...process.env,
        ...{ SPIKELOOM: COMMAND, KILLED: '3', PATH: `${folder}/bin:${process.env['PATH']}` },
        ...{ SLURM_SUBMIT_DIR: sweep, SLURM_ARRAY_JOB_ID: '1', SLURM_ARRAY_TASK_ID: String(index) },
        ...(attempt > 0 ? { SLURM_RESTART_COUNT: String(attempt) } : {}),
      };
      spawn('/bin/sh', ['job.sh'], { cwd: sweep, env, stdio: 'ignore' }).once('error', reject).once('close', resolve);
    });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'scontrol'), `#!/bin/sh\necho "$@" >> "${folder}/requeued"\n`, { mode: 0o755 });
  expect(await Promise.all([task(2, 0), task(0, 0)])).toEqual([137, 0]);
  expect(readFileSync(join(folder, 'requeued'), 'utf8')).toBe('requeue 1_2\n');
  expect((await collectPartly(sweep)).missing.map(({ item }) => item)).toEqual([2, 3, 4]);
  // Two tasks run the same item at the same time, and one runs it again afterwards.
  expect(await Promise.all([task(2, 1), task(2, 1), task(1, 0)])).toEqual([0, 0, 0]);
  expect(await Promise.all([task(3, 0), task(2, 2)])).toEqual([0, 0]);
  await expectWhole(sweep);
});

it('says in words what to do next, what is missing, and what is wrong with a call', async () => {
  const sweep = join(folder, 'words');
  const emitted = await spikeloom(
    'sweep',
    project,
    '--emit',
    'kubernetes',
    '--out',
    sweep,
    '--shards',
    '2',
    ...samples,
    ...engine,
  );
  expect(emitted.stdout).toMatch(
    /^2 items of 1 plan in .*job\.json\nSubmit: {2}kubectl apply -f .*\nCollect: spikeloom sweep --collect /,
  );
  await json('sweep', '--run', sweep, '--item', '2');
  const partly = await spikeloom('sweep', '--collect', sweep);
  expect(partly.status).toBe(1);
  expect(partly.stdout).toMatch(/^1 of 2 items have a result\.\n/);
  expect(partly.stdout).toMatch(/0001 +version 1 +1\/2 +8 +– +– +–\n\n1 missing\n· item 1: plan 0001, shard 1\/2, samples 0 to /);
  await json('sweep', '--run', sweep, '--item', '1');
  expect((await spikeloom('sweep', '--collect', sweep)).stdout).toMatch(
    /0001 +version 1 +2\/2 +8 +\d+\.\d \(.*–.*\) +\d+\.\d \(.*–.*\) +\d\.\d{3}\n/,
  );
  const calls: [string[], RegExp][] = [
    [[], /Give one of --emit, --collect and --run\./],
    [['--collect', sweep, '--run', sweep], /Give one of/],
    [['--emit', 'slurm'], /--out is missing/],
    [['--emit', 'slurm', '--out', join(folder, 'none')], /--emit needs a project/],
    [[project, '--emit', 'slurm', '--out', join(folder, 'none')], /--dataset is missing/],
    [['--run', sweep], /--item is missing/],
    [['--run', sweep, '--item', '1,x'], /numbers of items/],
    [['--collect', join(folder, 'none')], /none cannot be used as a sweep: its sweep\.json cannot be read: it does not exist/],
  ];
  const answers = await Promise.all(calls.map(([args]) => spikeloom('sweep', ...args)));
  for (const [i, { status, stderr }] of answers.entries()) {
    expect(stderr).toMatch(calls[i]![1]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  }
});
