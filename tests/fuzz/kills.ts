/**
 * `evaluate` killed again and again, with its job or without, at moments spread over the whole run: a few while it starts, the others
 * behind batches all along it, and each a moment later. After every kill the project opens, is whole and holds every batch that was
 * finished; in the end its numbers are those of a run that nobody disturbed.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openProject } from '../../src-main/project/index.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { random, type Random, seedOf } from './random.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NET = join(ROOT, 'tests', 'golden', 'nets', 'mlp-if-rate');
const CONTEXT = { signal: new AbortController().signal };
const STEPS = 100;
/** One sample a batch: as many places to be killed at as there are samples. */
const SAMPLES = 48;
const REQUEST = { dataset: `${join(NET, 'inputs.npy')}@0:${SAMPLES}`, engine: 'reference', batch: 1 } as const;

export interface KillResult {
  /** Batches in the project after every kill. */
  readonly stored: readonly number[];
  /** Kills after which there was more than the evaluation had begun with. */
  readonly further: number;
  /** What was not as it must be. */
  readonly findings: readonly string[];
}

/** Kills an evaluation `kills` times, then lets it end. */
export async function killEvaluation(seed: number, kills: number): Promise<KillResult> {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-kills-'));
  try {
    const [project, undisturbed] = [join(folder, 'p.spikeloom'), join(folder, 'undisturbed.spikeloom')];
    const calibration = { source: join(NET, 'calibration.npy'), batch: 32 };
    const model = {
      model: join(NET, 'model.onnx'),
      engine: 'reference',
      plan: { options: { steps: STEPS } },
      calibration,
    } as const;
    await convertModel({ ...model, out: project }, CONTEXT);
    const fresh = join(folder, 'fresh.spikeloom');
    for (const copy of [undisturbed, fresh]) copyFileSync(project, copy);
    const whole = await evaluateProject({ ...REQUEST, project: undisturbed }, CONTEXT);
    const expected = contentsOf(undisturbed);
    const findings: string[] = [];
    const stored: number[] = [];
    let further = 0;
    for (let kill = 0; kill < kills; kill++) {
      const chance = random(seedOf(seed, 'kills', kill));
      let before = stored.at(-1) ?? 0;
      if (before > SAMPLES - LEAST_LEFT) {
        // Kills on a busy machine come late: with too little left to be killed, the evaluation begins again.
        restore(fresh, project);
        before = 0;
      }
      const place = placeOfKill(kill, kills, before, chance);
      const seen = await killInTime(project, (earlier) => killOnce(project, before, sooner(place, earlier, before), chance));
      const found = await contentsOnceFree(project);
      const bad = problemOf(found, expected, seen);
      if (bad !== undefined) findings.push(`kill ${kill}: ${bad}`);
      stored.push(found.batches.length);
      if (found.batches.length > before) further++;
    }
    const { resumed, report } = await evaluateProject({ ...REQUEST, project }, CONTEXT);
    if (resumed !== stored.at(-1)) findings.push(`${resumed} batches were taken up, ${stored.at(-1)} were there`);
    if (lasting(report) !== lasting(whole.report)) findings.push('the report is not that of an undisturbed run');
    const bad = problemOf(contentsOf(project), expected, SAMPLES);
    if (bad !== undefined) findings.push(`in the end: ${bad}`);
    return { stored, further, findings };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const lasting = ({ timing: _, ...report }: RunReport): string => JSON.stringify(report);

/** Batches that must be left, so that a kill can come before the end. */
const LEAST_LEFT = 8;

function restore(copy: string, project: string): void {
  for (const end of ['-wal', '-shm']) rmSync(`${project}${end}`, { force: true });
  copyFileSync(copy, project);
}

/** A place some batches earlier, after what there is. */
const sooner = (place: number | 'start', batches: number, before: number): number | 'start' =>
  place === 'start' ? place : Math.max(before + 1, place - batches);

/**
 * On a busy machine the kill may come too late, when all batches are done. Then the project is put back as it was before, and killed once
 * more, some batches earlier.
 */
async function killInTime(project: string, kill: (earlier: number) => Promise<number | undefined>): Promise<number> {
  const before = `${project}.before`;
  copyFileSync(project, before);
  for (let attempt = 0; attempt < 5; attempt++) {
    const seen = await kill(4 * attempt);
    if (seen !== undefined && (await contentsOnceFree(project)).batches.length < SAMPLES) return seen;
    restore(before, project);
  }
  throw new Error('evaluate ends before it can be killed: the machine is too busy, or there are too few samples');
}

/** One kill in so many comes while the program starts, before it goes on with batches. */
const STARTS = 5;

/**
 * The place of a kill: the number of batches to wait for, or `start`. Those that wait divide the run between them, from its first
 * batch to its last but some, each at a place by chance in its own part.
 */
function placeOfKill(kill: number, kills: number, before: number, chance: Random): number | 'start' {
  if (kill % STARTS === STARTS - 1) return 'start';
  const part = (SAMPLES - 4) / kills;
  return Math.max(before + 1, Math.min(SAMPLES - 3, Math.floor(part * (kill + chance.next()))));
}

/**
 * Starts `evaluate` in a process group of its own and kills it, at its start or a moment after the batch that `place` says. Returns the
 * number of batches that were seen before; undefined where it had ended by itself.
 */
async function killOnce(project: string, before: number, place: number | 'start', chance: Random): Promise<number | undefined> {
  const args = ['evaluate', project, '--dataset', REQUEST.dataset, '--engine', 'reference', '--batch', '1'];
  const main = join(ROOT, 'src-main', 'cli', 'main.ts');
  const child = spawn(process.execPath, [main, ...args], { detached: true, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // At its start, too, it must not come to its end, after which `evaluate` would begin a run of its own.
  const until = performance.now() + (place === 'start' ? chance.next() * 1500 : Number.POSITIVE_INFINITY);
  const wanted = place === 'start' ? before + 1 : place;
  let seen = before;
  while (seen < wanted && performance.now() < until && child.exitCode === null) {
    await sleep(2);
    seen = countBatches(project);
  }
  if (place !== 'start') await sleep(chance.next() * 30);
  if (countBatches(project) === SAMPLES) {
    // It may be at its very end: let it.
    await ended;
    return undefined;
  }
  try {
    // The command with its job, or alone: then the job notices that nobody waits for it.
    process.kill(chance.chance(0.3) ? child.pid! : -child.pid!, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await ended;
  return seen;
}

function countBatches(project: string): number {
  const db = new Database(project, { readonly: true });
  try {
    return (db.prepare('SELECT count(*) AS n FROM run_batches').get() as { n: number }).n;
  } finally {
    db.close();
  }
}

interface Contents {
  readonly readOnly: string | undefined;
  readonly integrity: unknown;
  /** Of the only run, in order, without their times. */
  readonly batches: readonly { readonly position: number; readonly text: string }[];
}

/** The contents, once the processes that were killed are gone: on a busy machine that takes a moment. */
async function contentsOnceFree(path: string): Promise<Contents> {
  const until = performance.now() + 5000;
  for (;;) {
    const contents = contentsOf(path);
    if (contents.readOnly === undefined || performance.now() > until) return contents;
    await sleep(20);
  }
}

function contentsOf(path: string): Contents {
  using project = openProject(path);
  const [run, ...others] = project.runs();
  if (others.length > 0) throw new Error('a run that was killed was not taken up again');
  const batches = (run ? project.runBatches(run.id) : []).map(({ position, samples, result }) => {
    const { annMs: _, snnMs: __, ...sums } = result as Record<string, unknown>;
    return { position, text: JSON.stringify([samples, sums]) };
  });
  const db = new Database(path, { readonly: true });
  const integrity = db.pragma('integrity_check', { simple: true });
  db.close();
  return { readOnly: project.readOnly, integrity, batches };
}

/** What is wrong with a project that was killed, of which `seen` batches had been seen. */
function problemOf({ readOnly, integrity, batches }: Contents, expected: Contents, seen: number): string | undefined {
  if (readOnly !== undefined) return `it can only be read: ${readOnly}`;
  if (integrity !== 'ok') return `integrity check: ${String(integrity)}`;
  if (batches.length < seen) return `${seen} batches were finished, ${batches.length} are there`;
  const wrong = batches.findIndex(({ position, text }, index) => position !== index || text !== expected.batches[index]!.text);
  return wrong < 0 ? undefined : `batch ${wrong} is not that of an undisturbed run`;
}
