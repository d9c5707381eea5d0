/** `tune` as a user runs it: one document, a table for people, a killed search that goes on, and refusals in one line. */
import { writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { beforeAll, expect, it } from 'vitest';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import { perceptron } from '../fixtures/small-networks.ts';
import { onnxBytes, randomValues } from '../support/onnx-graph.ts';
import { json, spikeloom, start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const SAMPLES = 80;

interface Document {
  readonly best: {
    readonly plan: unknown;
    readonly holdout: { readonly samples: number; readonly meets_budget: boolean };
  } | null;
  readonly nearest: unknown;
  readonly trials: number;
  readonly resumed: number;
  readonly version: number | null;
}

const options = (project: string): string[] => [
  project,
  ...['--dataset', `${at('x.npy')}#y.npy`, '--engine', 'reference', '--trials', '32'],
  ...['--budget', 'accuracy-drop<=10', '--budget', 'steps<=4'],
];

beforeAll(async () => {
  writeFileSync(at('model.onnx'), onnxBytes(perceptron));
  writeFileSync(at('x.npy'), formatNpy(randomValues(SAMPLES * 7, 5), [SAMPLES, 7]));
  writeFileSync(
    at('y.npy'),
    formatNpy(
      Int32Array.from({ length: SAMPLES }, (_, i) => i % 5),
      [SAMPLES],
    ),
  );
  await json('convert', at('model.onnx'), '--calibration', at('x.npy'), '--out', at('made.spikeloom'));
});

it('a killed search goes on and ends as one that was never killed', async () => {
  for (const name of ['whole', 'killed']) await copyFile(at('made.spikeloom'), at(`${name}.spikeloom`));
  const whole = await json<Document>('tune', ...options(at('whole.spikeloom')));
  expect(whole).toMatchObject({ resumed: 0, nearest: null, best: { holdout: { samples: 40 } } });
  expect(whole.trials).toBeGreaterThan(14);
  expect(whole.trials).toBeLessThanOrEqual(32);
  expect(whole.version).not.toBeNull();

  const project = at('killed.spikeloom');
  const running = start(['tune', ...options(project)]);
  while (trialsIn(project) < 3) {
    if (running.process.exitCode !== null) throw new Error((await running.finished).stderr);
    await sleep(10);
  }
  running.process.kill('SIGKILL');
  await running.finished;
  // The job's own process ends when it notices that its parent is gone.
  let resumed = await spikeloom('tune', ...options(project), '--json');
  while (resumed.status !== 0 && resumed.stderr.includes('cannot be changed'))
    resumed = await spikeloom('tune', ...options(project), '--json');
  expect(resumed.stderr).toBe('');
  const { resumed: found, ...rest } = JSON.parse(resumed.stdout) as Document;
  expect(found).toBeGreaterThanOrEqual(3);
  expect({ ...rest, resumed: 0 }).toEqual(whole);

  const { stdout } = await spikeloom('tune', ...options(project));
  expect(stdout).toContain(`Best of ${whole.trials} plans for the least energy within accuracy-drop<=10, steps<=4`);
  expect(stdout).toMatch(/best published +\d/);
  expect(stdout).toContain(`Saved as version ${whole.version} of ${project}.`);
});

it('without a plan that meets the budgets shows the nearest one, saves nothing, and ends with status 1', async () => {
  const project = at('unmet.spikeloom');
  await copyFile(at('made.spikeloom'), project);
  const { status, stdout, stderr } = await spikeloom('tune', ...options(project), '--budget', 'energy<=0.0001', '--json');
  expect([status, stderr]).toEqual([1, '']);
  const found = JSON.parse(stdout) as Document & { readonly notes: readonly string[] };
  expect(found).toMatchObject({ best: null, version: null, nearest: { holdout: { meets_budget: false } } });
  expect(found.notes.join()).toContain('The nearest one is shown, and nothing was saved');
});

it('of a project that is open elsewhere: one line, and the project as it was', async () => {
  const project = at('open.spikeloom');
  await copyFile(at('made.spikeloom'), project);
  using _open = openProject(project);
  const { status, stderr } = await spikeloom('tune', ...options(project));
  expect(status).toBe(2);
  expect(stderr).toMatch(/open\.spikeloom cannot be changed: .*, so that trials could not be stored; close it there first/);
  expect(stderr.trim()).not.toContain('\n');
  expect(trialsIn(project)).toBe(0);
});

it.each([
  ['no budget', [], /--budget: at least one is needed, such as accuracy-drop<=0\.3/],
  ['a hold-out that overlaps', ['--budget', 'steps<=2', '--holdout', '@10:30'], /--holdout and --dataset share 20 samples/],
  ['too few samples', ['--budget', 'accuracy-drop<=0.3'], /has 80 samples, and --budget needs at least 668/],
  ['a budget of no quantity', ['--budget', 'speed<=1'], /--budget: "speed<=1" is not a budget; write QUANTITY<=LIMIT/],
  ['an unknown objective', ['--minimise', 'time'], /--minimise: "time" is not allowed; must be one of energy, steps, error/],
  ['a duration without a unit', ['--time', '10'], /It must be a duration, such as 90s, 10m or 2h/],
  ['a seed below 0', ['--seed=-1'], /It must be a whole number from 0 to 999999999/],
])('%s: one line', async (_, given, words) => {
  const args = given.map((one) => (one.startsWith('@') ? `${at('x.npy')}${one}` : one));
  const { status, stderr } = await spikeloom('tune', at('made.spikeloom'), '--dataset', at('x.npy'), ...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
  expect(stderr.trim()).not.toContain('\n');
});

/** Trials that the project holds so far. */
function trialsIn(project: string): number {
  const db = new Database(project, { readonly: true });
  try {
    return (db.prepare('SELECT count(*) AS n FROM trials').get() as { n: number }).n;
  } finally {
    db.close();
  }
}
