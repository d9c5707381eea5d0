/** A project before it exists: the model, what is known of it, the samples it is calibrated with, and where it will be. */
import { create } from 'zustand';
import type {
  ModelInputs,
  ModelInspection,
  ModelPreprocess,
  Preprocess,
  ProjectPlace,
  SamplePreview,
  WireError,
} from '../../../src-shared/contract/index.ts';

export const STEPS = ['model', 'samples', 'project'] as const;
export type Step = (typeof STEPS)[number];

/** What was asked of the services: the last answer stays in view while the next is awaited. */
export interface Answer<T> {
  readonly value: T | null;
  readonly error: WireError | null;
  readonly busy: boolean;
}
export const NOT_ASKED = { value: null, error: null, busy: false } as const;

export interface Draft {
  readonly step: Step;
  /** Path of the model; null while it is being copied from the browser. */
  readonly file: string | null;
  /** What the person calls it. */
  readonly fileName: string;
  /** A copy in the user's folder: nothing lies beside it. */
  readonly isCopy: boolean;
  readonly notes: readonly string[];
  /** The last inspection that succeeded stays beside the error of a later one: its choices can be changed back. */
  readonly inspection: Answer<ModelInspection>;
  /** The model's inputs, asked for where it cannot be told which is the image, or how large it is. */
  readonly inputs: ModelInputs | null;
  readonly input: string | undefined;
  readonly size: readonly number[] | undefined;
  /** Outputs to import; undefined for those that neurons can compute. */
  readonly outputs: readonly string[] | undefined;
  /** Read quantised activations as floating-point numbers. */
  readonly dequantise: boolean | undefined;
  /** The preprocessing beside the model. */
  readonly found: Answer<ModelPreprocess>;
  /** Calibration samples. */
  readonly source: string;
  readonly batch: number;
  readonly skipBad: boolean;
  /** Preprocessing that the person set; null for what lies beside the model, or none: `preprocessOf`. */
  readonly preprocess: Preprocess | null;
  readonly preview: Answer<SamplePreview>;
  /** Samples that runs use; empty for none yet. */
  readonly dataset: string;
  /** Path of the project file. */
  readonly out: string;
  /** The services' answer whether a project can be made there. */
  readonly place: Answer<ProjectPlace>;
  /** The project that is there is to be replaced: the person said so. */
  readonly replace: boolean;
  /** The job that makes it. */
  readonly job: string | null;
  readonly failure: WireError | null;
}

export const EMPTY_DRAFT: Draft = {
  step: 'model',
  file: null,
  fileName: '',
  isCopy: false,
  notes: [],
  inspection: NOT_ASKED,
  inputs: null,
  input: undefined,
  size: undefined,
  outputs: undefined,
  dequantise: undefined,
  found: NOT_ASKED,
  source: '',
  batch: 32,
  skipBad: false,
  preprocess: null,
  preview: NOT_ASKED,
  dataset: '',
  out: '',
  place: NOT_ASKED,
  replace: false,
  job: null,
  failure: null,
};

/** The choices by which the draft's model is read, as the services take them. */
export const readingOf = ({ input, size, outputs, dequantise }: Draft) => ({
  ...(input === undefined ? {} : { input }),
  ...(size === undefined ? {} : { size: [...size] }),
  ...(outputs === undefined ? {} : { outputs: [...outputs] }),
  ...(dequantise === undefined ? {} : { dequantise }),
});

export const useDraft = create<{ readonly draft: Draft | null }>()(() => ({ draft: null }));

export const draft = (): Draft | null => useDraft.getState().draft;

/** Changes the draft, if there still is one. */
export function setDraft(change: Partial<Draft>): void {
  const now = draft();
  if (now) useDraft.setState({ draft: { ...now, ...change } });
}

/** The preprocessing that images pass, in the form, the preview and the project. Null if neither the person nor a file says. */
export const preprocessOf = ({ preprocess, found }: Pick<Draft, 'preprocess' | 'found'>): Preprocess | null =>
  preprocess ?? found.value?.preprocess ?? null;

/** The reason for which no project can be made at the place; undefined if there is none, and while the services are asked. */
export function placeProblem({ place, replace }: Pick<Draft, 'place' | 'replace'>): 'wrong' | 'exists' | undefined {
  if (place.busy) return undefined;
  if (place.error || place.value?.problem) return 'wrong';
  return place.value?.exists && !replace ? 'exists' : undefined;
}

/** The furthest step that can be gone to: what the one before needs is there. */
export function canEnter(step: Step, { inspection, found, preview, source }: Draft): boolean {
  const { value, error, busy } = inspection;
  const converts = value?.convertible === true && error === null && !busy && !found.busy;
  if (step === 'model') return true;
  if (step === 'samples') return converts;
  return converts && source !== '' && preview.value !== null && !preview.busy && preview.error === null;
}
