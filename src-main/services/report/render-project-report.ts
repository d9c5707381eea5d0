/** `report`: the finished runs of a project as one HTML page. */
import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { type RunComparison, type SampleDigest, sampleDigest } from '../../../src-shared/results/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { type ReportData, type ReportedRun, renderReport } from '../../report/index.ts';
import { versionsHere } from '../capsule/versions.ts';
import { BASELINE_SETTING } from '../project/setting-names.ts';
import { compareProjectRuns } from '../run/compare-runs.ts';
import { storedRecords } from '../run/stored-records.ts';
import { reportPlace, requireReportPlace } from './report-place.ts';
import { writePage } from './write-page.ts';

export interface ReportRequest {
  readonly project: string;
  /** The run that is shown in full; the newest if undefined. */
  readonly run?: number | undefined;
  /** The HTML file. */
  readonly out: string;
}

export interface ReportResult {
  readonly file: string;
  readonly runs: number;
  readonly bytes: number;
}

/** Writes the page of a run beside its project. Throws as `renderProjectReport`, and `output.exists` if the name belongs to another file. */
export async function writeReportBeside({ project, run }: Required<Omit<ReportRequest, 'out'>>): Promise<ReportResult> {
  const out = reportPlace(project);
  await requireReportPlace(out);
  return renderProjectReport({ project, run, out });
}

/** Writes the page. Throws `project.missing` for a project without a finished run, `output.unwritable`. */
export async function renderProjectReport({ project: path, run, out }: ReportRequest): Promise<ReportResult> {
  using project = openProject(path, { readOnly: true });
  const done = project.runs().toReversed();
  if (run !== undefined && !done.some(({ id, report }) => id === run && report)) {
    throw new SpikeloomError('run.missing', `There is no finished run ${run}; choose another one of the list.`);
  }
  const first = done.find(({ id, report }) => report && (run === undefined || id === run));
  // The samples of the run that is shown in full alone: pages stay small.
  const runs = first
    ? [
        ...reportedRun(first, digestOf(project, first)),
        ...done.flatMap((other) => (other.id === first.id ? [] : reportedRun(other, null))),
      ]
    : [];
  if (runs.length === 0) {
    const message = say`${path} has no finished run to report; make one: spikeloom evaluate ${path} ${option('dataset', 'SRC')}`;
    throw new SpikeloomError('project.missing', message, { at: { file: path } });
  }
  const page = Buffer.from(
    renderReport({ title: basename(path, '.spikeloom'), runs, baseline: baselineFor(project, run), versions: reportVersions() }),
  );
  await writePage(out, page);
  return { file: out, runs: runs.length, bytes: page.length };
}

/** A run as the page shows it; nothing if it is not finished. */
export const reportedRun = ({ id, name, note, report, finished }: RunRecord, samples: SampleDigest | null): ReportedRun[] =>
  report
    ? [{ run: id, name: name === '' ? `Run ${id}` : `Run ${id}: ${name}`, note, at: readable(finished!), report, samples }]
    : [];

/** Samples of a run on the page. */
const LEAST_CERTAIN = 12;

/** The samples of a run in a few figures; null if it keeps none. */
function digestOf(project: Project, run: RunRecord): SampleDigest | null {
  const records = storedRecords(project, run);
  return records && sampleDigest(records, LEAST_CERTAIN);
}

/** The comparison of a run (the newest if undefined) with the pinned one; null if that is the same, or not there any more. */
function baselineFor(project: Project, run: number | undefined): RunComparison | null {
  const done = project.runs().filter(({ report }) => report);
  const pinned = project.setting(BASELINE_SETTING);
  const shown = run ?? done.at(-1)?.id;
  if (typeof pinned !== 'number' || shown === undefined || shown === pinned) return null;
  return done.some(({ id }) => id === pinned) ? compareProjectRuns(project, pinned, shown) : null;
}

/** The programs that make a page. */
export const reportVersions = (): ReportData['versions'] => [
  ['Spikeloom', packageJson.version],
  ['Node', process.versions.node],
  ['ONNX Runtime', versionsHere().onnxruntime],
];

/** `2026-05-01T12:30:05.123Z` becomes `2026-05-01 12:30 UTC`. */
const readable = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
