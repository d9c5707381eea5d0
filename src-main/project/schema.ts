/**
 * The tables of a project file, as a list of steps: step n turns a file of version n − 1 into version n. A released step is never
 * edited. A change of the tables is a new step at the end, with a test from the version before.
 */
import type Database from 'better-sqlite3';
import { outlineOf, type RunReport, runReportSchema } from '../../src-shared/results/index.ts';

/** One step of the file format. */
export interface Migration {
  /** The change in words, for readers of this list. */
  readonly about: string;
  apply(db: Database.Database): void;
}

/** `PRAGMA application_id` of a project file: "Spik" in ASCII. */
export const APPLICATION_ID = 0x5370696b;

/**
 * Version 1. Times are ISO 8601 strings that the caller gives. Arrays of a layer are float64 little-endian BLOBs (arrays.ts).
 * Data that is only read as a whole is JSON text.
 */
const VERSION_1 = `
  CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    packed BLOB,                -- the file's bytes, where the user packed them into the project
    preprocess TEXT,            -- JSON
    created TEXT NOT NULL
  ) STRICT;

  CREATE TABLE plans (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES models(id),
    parent_id INTEGER REFERENCES plans(id),
    message TEXT NOT NULL,
    json TEXT NOT NULL,
    created TEXT NOT NULL
  ) STRICT;

  CREATE TABLE calibrations (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES plans(id),
    source TEXT NOT NULL,
    samples INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    created TEXT NOT NULL
  ) STRICT;

  CREATE TABLE calibration_layers (
    calibration_id INTEGER NOT NULL REFERENCES calibrations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    layer TEXT NOT NULL,
    level TEXT NOT NULL,        -- layer, channel or neuron: what one value stands for
    unsolved TEXT NOT NULL,     -- JSON: indices that threshold iteration could not solve
    silent TEXT NOT NULL,       -- JSON: indices that never fire
    PRIMARY KEY (calibration_id, layer)
  ) STRICT;

  CREATE TABLE calibration_arrays (
    calibration_id INTEGER NOT NULL,
    layer TEXT NOT NULL,
    name TEXT NOT NULL,         -- thresholds, mean, variance, maximum, percentile, histogram …
    shape TEXT NOT NULL,        -- JSON
    data BLOB NOT NULL,
    PRIMARY KEY (calibration_id, layer, name),
    FOREIGN KEY (calibration_id, layer) REFERENCES calibration_layers(calibration_id, layer) ON DELETE CASCADE
  ) STRICT;

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES plans(id),
    calibration_id INTEGER REFERENCES calibrations(id),
    engine TEXT NOT NULL,
    dataset TEXT NOT NULL,
    settings TEXT NOT NULL,     -- JSON with sorted keys: what makes two runs the same work
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    error TEXT,
    report TEXT,                -- JSON, the run report (docs/cli.md)
    created TEXT NOT NULL,
    finished TEXT
  ) STRICT;

  CREATE TABLE run_batches (
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    result TEXT NOT NULL,       -- JSON
    PRIMARY KEY (run_id, position)
  ) STRICT;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    request TEXT NOT NULL,      -- JSON
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    error TEXT,
    created TEXT NOT NULL,
    finished TEXT
  ) STRICT;

  CREATE TABLE trials (
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    plan TEXT NOT NULL,         -- JSON: the plan that was tried
    result TEXT NOT NULL,       -- JSON
    created TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
  ) STRICT;

  CREATE TABLE exports (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES plans(id),
    calibration_id INTEGER REFERENCES calibrations(id),
    format TEXT NOT NULL,
    path TEXT NOT NULL,
    manifest TEXT NOT NULL,     -- JSON
    created TEXT NOT NULL
  ) STRICT;
`;

/**
 * Version 2. The working plan is the plan version that it starts from, after the transactions that are not undone (journal.ts).
 * `settings` has what a project remembers, by name. A calibration whose thresholds were derived from another calibration's
 * statistics, without a new pass over the samples, names that calibration and has no statistics of its own.
 */
const VERSION_2 = `
  CREATE TABLE journal (
    position INTEGER PRIMARY KEY,                           -- 1, 2 … in the order they were made
    json TEXT NOT NULL,                                     -- the transaction
    undone INTEGER NOT NULL CHECK (undone IN (0, 1))        -- 1: taken back, and the next to redo is the first of these
  ) STRICT;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    json TEXT NOT NULL
  ) STRICT;

  ALTER TABLE calibrations ADD COLUMN base_id INTEGER REFERENCES calibrations(id);
`;

/**
 * Version 3. A run has a name and a note from a person. A job has its id in the program that ran it, so that a killed job is not
 * listed twice.
 */
const VERSION_3 = `
  ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE jobs ADD COLUMN host_id TEXT;
`;

/**
 * Version 4. The defaults of a plan have changed once (src-shared/plan/defaults.ts). A calibration says which defaults its
 * thresholds were made with; in older files these are the first.
 */
const VERSION_4 = `
  ALTER TABLE calibrations ADD COLUMN defaults INTEGER NOT NULL DEFAULT 1;
`;

/** Version 5. A job has the id of the run that it stored, and its notes, so that the list of jobs is the same after a restart. */
const VERSION_5 = `
  ALTER TABLE jobs ADD COLUMN run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL;
  ALTER TABLE jobs ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';  -- JSON
`;

/** Version 6. A run keeps records of every sample. The batches of older files have none. */
const VERSION_6 = `
  CREATE TABLE run_records (
    run_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    data BLOB NOT NULL,         -- the samples of the batch (src-shared/metrics/records.ts)
    PRIMARY KEY (run_id, position),
    FOREIGN KEY (run_id, position) REFERENCES run_batches(run_id, position) ON DELETE CASCADE
  ) STRICT;
`;

/**
 * Version 7. Runs have tags. A list of runs reads neither reports nor batches: the outline of a finished run
 * (src-shared/results/run-outline.ts) stands in its row, its report in a table of its own, and the samples of batches are in an index.
 */
const VERSION_7 = `
  CREATE TABLE run_reports (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    report TEXT NOT NULL        -- JSON, the run report (docs/cli.md)
  ) STRICT;
  INSERT INTO run_reports SELECT id, report FROM runs WHERE report IS NOT NULL;
  ALTER TABLE runs DROP COLUMN report;
  ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';  -- JSON
  ALTER TABLE runs ADD COLUMN outline TEXT;                     -- JSON
  CREATE INDEX run_batches_samples ON run_batches (run_id, samples);
`;

/** Writes the outlines of runs that have a report. A report that cannot be read leaves its run without one. */
function writeOutlines(db: Database.Database): void {
  const read = db.prepare<[number], { report: string }>('SELECT report FROM run_reports WHERE run_id = ?');
  const write = db.prepare<[string, number]>('UPDATE runs SET outline = ? WHERE id = ?');
  for (const { id } of db.prepare<[], { id: number }>('SELECT run_id AS id FROM run_reports').all()) {
    const report = readReport(read.get(id)!.report);
    if (report) write.run(JSON.stringify(outlineOf(report)), id);
  }
}

function readReport(text: string): RunReport | undefined {
  try {
    return runReportSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Version 8. A run may record spikes of some layers and samples. What was asked for is stored when the run begins, and each recording
 * when it is whole, so that a run whose recording was interrupted knows what is missing. BLOBs are compressed (zlib).
 */
const VERSION_8 = `
  CREATE TABLE run_recordings (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    choice TEXT NOT NULL,       -- JSON: the layers and samples
    error TEXT                  -- why some are missing, if that is known
  ) STRICT;

  CREATE TABLE run_spike_layers (
    run_id INTEGER NOT NULL REFERENCES run_recordings(run_id) ON DELETE CASCADE,
    layer TEXT NOT NULL,
    about TEXT NOT NULL,        -- JSON: shape, neurons, coding (src-shared/spikes/recording.ts)
    thresholds BLOB NOT NULL,   -- θ of each neuron, float64
    PRIMARY KEY (run_id, layer)
  ) STRICT;

  CREATE TABLE run_spikes (
    run_id INTEGER NOT NULL,
    layer TEXT NOT NULL,
    sample INTEGER NOT NULL,
    step INTEGER NOT NULL,      -- from 0; -1: the float activations, float32
    data BLOB NOT NULL,         -- a code of each neuron (src-shared/spikes/codes.ts)
    PRIMARY KEY (run_id, layer, sample, step),
    FOREIGN KEY (run_id, layer) REFERENCES run_spike_layers(run_id, layer) ON DELETE CASCADE
  ) STRICT;
`;

/** All steps, oldest first; the newest version is their number. */
export const MIGRATIONS: readonly Migration[] = [
  {
    about: 'models, plans, calibrations, runs, jobs, tuning trials, exports',
    apply: (db) => {
      db.exec(VERSION_1);
      db.pragma(`application_id = ${APPLICATION_ID}`);
    },
  },
  {
    about: 'journal of the working plan, settings, calibrations derived from the statistics of another',
    apply: (db) => {
      db.exec(VERSION_2);
    },
  },
  {
    about: 'names and notes of runs, ids of jobs',
    apply: (db) => {
      db.exec(VERSION_3);
    },
  },
  {
    about: 'the defaults that a calibration was made with',
    apply: (db) => {
      db.exec(VERSION_4);
    },
  },
  {
    about: 'runs and notes of jobs',
    apply: (db) => {
      db.exec(VERSION_5);
    },
  },
  {
    about: 'records of the samples of runs',
    apply: (db) => {
      db.exec(VERSION_6);
    },
  },
  {
    about: 'tags and outlines of runs',
    apply: (db) => {
      db.exec(VERSION_7);
      writeOutlines(db);
    },
  },
  {
    about: 'recorded spikes of runs',
    apply: (db) => {
      db.exec(VERSION_8);
    },
  },
];
