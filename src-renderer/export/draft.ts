/** The choices of an export before it is started, and the job once it is. They outlive the dialog, so that a job can be followed again. */
import { create } from 'zustand';
import type { ExportChoices, JobState, WireError } from '../../src-shared/contract/index.ts';
import {
  CAPSULE,
  type ExporterId,
  type ExportOptions,
  isExporterId,
  type PackageId,
  PACKAGES,
} from '../../src-shared/export/index.ts';
import type { OptionId } from '../../src-shared/message/index.ts';
import { folderOf, isFullPath, joinPath } from '../files/index.ts';
import { useWorkbench, workbench } from '../state/index.ts';

export interface ExportMeasurement {
  readonly subject: string;
  /** Null until it is started. */
  readonly job: string | null;
  /** Why it could not be started. */
  readonly failure: WireError | null;
}

export interface ExportDraft {
  /** Path of the project. */
  readonly project: string;
  readonly format: PackageId;
  /** Kept for formats that have them, while another one is chosen. */
  readonly options: ExportOptions;
  /** Empty: from the model's file. */
  readonly name: string;
  /** Null: those of the plan. */
  readonly steps: number | null;
  /** Null: the suggested folder. */
  readonly out: string | null;
  readonly zip: boolean;
  /** The package that is there may be replaced. */
  readonly force: boolean;
  readonly job: string | null;
  /** The newest measurement, and the plan and choices that it is of. */
  readonly measurement: ExportMeasurement | null;
  /** Why the export could not be started. */
  readonly failure: WireError | null;
}

interface ExportState {
  readonly isOpen: boolean;
  readonly draft: ExportDraft | null;
}

/** Whether the dialog is open, and the draft; null before the first export. */
export const useExport = create<ExportState>()(() => ({ isOpen: false, draft: null }));

const FIRST: Omit<ExportDraft, 'project' | 'format'> & { readonly format: ExporterId } = {
  ...{ format: 'onnx', options: {}, name: '', steps: null, out: null, zip: false, force: false },
  ...{ job: null, measurement: null, failure: null },
};

/** Opens the dialog with the choices of the last time, or on the export that goes on. Does nothing without a project. */
export function openExport(): void {
  const { project } = workbench();
  if (!project) return;
  const before = useExport.getState().draft;
  const same = before?.project === project.path ? before : { ...FIRST, project: project.path };
  const going = jobOf(same, workbench().jobs)?.state === 'running';
  useExport.setState({ isOpen: true, draft: going ? same : { ...same, ...AFRESH } });
}

/** The choices after an export has ended: nothing of it is left. */
const AFRESH = { job: null, failure: null, force: false } as const;

/** Closes the dialog; an export that goes on goes on. */
export const closeExport = (): void => useExport.setState({ isOpen: false });

/** Back from a result, or from a failure, to the choices. */
export const chooseAgain = (): void => changeDraft(AFRESH);

/** Changes the draft; what failed before may not fail any more. */
export function changeDraft(change: Partial<ExportDraft>): void {
  const { draft } = useExport.getState();
  if (draft) useExport.setState({ draft: { ...draft, failure: null, ...change } });
}

/** Changes an option of the formats; undefined takes it back. */
export function setOption(id: keyof ExportOptions, value: number | string | true | undefined): void {
  const { [id]: _, ...others } = useExport.getState().draft?.options ?? {};
  // The services check it against the schema of the options.
  changeDraft({ options: (value === undefined ? others : { ...others, [id]: value }) as ExportOptions });
}

/** Takes a path of the package, or a name alone for a folder beside the project. */
export function setOut(path: string): void {
  const { draft } = useExport.getState();
  if (!draft) return;
  const whole = path === '' || isFullPath(path) ? path : joinPath(folderOf(draft.project), path);
  changeDraft({ out: whole === '' ? null : whole, force: false });
}

/** The folder of the package: the chosen one, or one beside the project that is named after it and the format. */
export const outOf = ({ out, project, format }: ExportDraft): string =>
  out ?? joinPath(folderOf(project), suggestedName(project, format));

/** Name of a package in a folder that a person chose. */
export const suggestedName = (project: string, format: PackageId): string =>
  `${project
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.spikeloom$/i, '')}-${format}`;

/** The place of the package as the services take it. */
export const placeOf = (draft: ExportDraft): Pick<ExportChoices, 'out' | 'zip' | 'force'> => ({
  out: outOf(draft),
  zip: draft.zip,
  force: draft.force,
});

/** The format of a package of the plan. A capsule has none: nothing that is asked for the plan's package is asked for it. */
const exporterOf = (format: PackageId): ExporterId => (isExporterId(format) ? format : FIRST.format);

/** True for a capsule, which is a package of a run. */
export const isCapsule = ({ format }: Pick<ExportDraft, 'format'>): boolean => format === CAPSULE;

/** The choices of a package of the plan as the services take them. */
export function choicesOf(draft: ExportDraft): ExportChoices {
  const { name, steps } = draft;
  const format = exporterOf(draft.format);
  const known: readonly string[] = PACKAGES[format].options;
  const options = Object.fromEntries(Object.entries(draft.options).filter(([id]) => known.includes(id))) as ExportOptions;
  return { format, options, name: name === '' ? null : name, steps, ...placeOf(draft) };
}

/** The job of a draft; undefined before it is started. */
export const jobOf = ({ job }: Pick<ExportDraft, 'job'>, jobs: readonly JobState[]): JobState | undefined =>
  job === null ? undefined : jobs.find(({ id }) => id === job);

/** Hook of the same. */
export const useExportJob = (draft: ExportDraft): JobState | undefined => useWorkbench(({ jobs }) => jobOf(draft, jobs));

/** Why the draft was not exported: it could not be started, or its job failed. A cancelled one says nothing. */
export const failureOf = (draft: ExportDraft, job: JobState | undefined): WireError | null =>
  draft.failure ?? (job?.state === 'failed' ? job.error : null);

/** Fields of the dialog. An error that names one of them is shown there. */
export const isField = (option: OptionId | undefined, { format }: ExportDraft): boolean =>
  option !== undefined &&
  (['format', 'steps', 'name', 'out', 'zip', 'force', ...PACKAGES[format].options] as string[]).includes(option);
