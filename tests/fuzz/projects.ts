/** Damaged project files: their bytes, and what their tables hold. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openProject } from '../../src-main/project/index.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { mergeShards } from '../../src-main/services/run/merge-shards.ts';
import { openProjectNetwork } from '../../src-main/services/project/open-project-network.ts';
import { renderProjectReport } from '../../src-main/services/report/render-project-report.ts';
import { stepsOf } from '../../src-shared/plan/index.ts';
import { classifier, samples } from '../support/classifier.ts';
import { damageBytes, damageData } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const CONTEXT = { signal: new AbortController().signal };
const ENGINE = { engine: 'reference' as const };

/** A project with everything in it: two plans, a run, two shards, and a run that was killed after its first batch. */
async function writeProject(folder: string): Promise<string> {
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('model.onnx'), classifier());
  writeFileSync(at('samples.npy'), samples(6));
  const project = at('whole.spikeloom');
  const calibration = { source: at('samples.npy'), batch: 4 };
  for (const steps of [2, 3]) {
    await convertModel({ ...ENGINE, model: at('model.onnx'), out: project, plan: { options: { steps } }, calibration }, CONTEXT);
  }
  const request = { ...ENGINE, project, dataset: at('samples.npy'), batch: 2 };
  await evaluateProject(request, CONTEXT);
  for (const index of [1, 2]) await evaluateProject({ ...request, shard: { index, count: 2 } }, CONTEXT);
  await evaluateProject({ ...request, batch: 3 }, CONTEXT);
  using db = disposable(project);
  db.exec(
    `UPDATE runs SET state = 'running', outline = NULL WHERE id = 4; DELETE FROM run_reports WHERE run_id = 4; DELETE FROM run_batches WHERE run_id = 4 AND position = 1`,
  );
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('journal_mode = DELETE');
  return project;
}

const disposable = (path: string): Database.Database & Disposable => {
  const db = new Database(path);
  return Object.assign(db, { [Symbol.dispose]: () => void db.close() });
};

/** Changes one cell of one table, as far as the table's own rules allow. */
function damageCell(path: string, random: Random): void {
  using db = disposable(path);
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  const filled = tables.filter(({ name }) => db.prepare(`SELECT 1 FROM ${name}`).get() !== undefined);
  const { name } = random.pick(filled);
  const rows = db.prepare(`SELECT rowid AS row_number, * FROM ${name}`).all() as Record<string, unknown>[];
  const row = random.pick(rows);
  const column = random.pick(Object.keys(row).filter((key) => key !== 'row_number'));
  const change = random.chance(0.1) ? `DELETE FROM ${name} WHERE rowid = ?` : `UPDATE ${name} SET ${column} = ? WHERE rowid = ?`;
  db.pragma('foreign_keys = OFF');
  try {
    const statement = db.prepare(change);
    if (change.startsWith('DELETE')) statement.run(row.row_number);
    else statement.run(damagedValue(row[column], random), row.row_number);
  } catch {
    // The table refuses it.
  }
}

function damagedValue(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return random.pick([0, -1, value + 1, 2 ** 40, null]);
  if (value instanceof Uint8Array) return Buffer.from(damageBytes(value, random, false));
  if (typeof value !== 'string') return random.pick([null, '{}', 0]);
  if (!/^[[{]/.test(value) || random.chance(0.2)) return new TextDecoder().decode(damageBytes(Buffer.from(value), random, false));
  const data = JSON.parse(value) as object;
  damageData(data, random);
  return JSON.stringify(data);
}

/** Everything that a project is opened for. */
async function useProject(path: string, folder: string, random: Random): Promise<void> {
  let steps: number;
  {
    using project = openProject(path, { readOnly: true });
    project.plans();
    project.models();
    project.jobs();
    project.exports();
    for (const { id } of project.runs()) project.runBatches(id);
    for (const { id } of project.plans()) project.latestCalibration(id);
    steps = stepsOf((await openProjectNetwork(project)).plan);
  }
  await renderProjectReport({ project: path, out: join(folder, 'report.html') });
  if (random.chance(0.5)) await mergeShards({ parts: [path] }, CONTEXT);
  // More is no damage, but work.
  else if (steps <= 1000)
    await evaluateProject({ ...ENGINE, project: path, dataset: join(folder, 'samples.npy'), batch: 3 }, CONTEXT);
}

export const projects: Target = {
  name: 'projects',
  async prepare(folder) {
    const whole = await writeProject(folder);
    const bytes = readFileSync(whole);
    const path = join(folder, 'damaged.spikeloom');
    return async (random) => {
      for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
      if (random.chance(0.3)) writeFileSync(path, damageBytes(bytes, random, random.chance(0.5)));
      else {
        copyFileSync(whole, path);
        damageCell(path, random);
      }
      return outcomeOf(() => useProject(path, folder, random));
    };
  },
};
