/**
 * The table of export formats. Schemas, the command line and the choices of the window derive from it. The loaders of their exporters
 * are a `Record<ExporterId, …>` (`src-main/export/exporters.ts`), so that a format without an exporter does not compile.
 */
import { z } from 'zod';
import { NIR_PROFILES, NIR_READERS } from './nir-readers.ts';

/** The options that only some formats have. Each is absent if the person chose nothing. */
export const exportOptionsSchema = z.strictObject({
  /** Number of samples that the files are for; absent: any number. */
  batch: z.int().min(1).optional(),
  /** The weights of a C library; absent: `float32`. */
  weights: z.enum(['float32', 'int8']).optional(),
  /** The reader that a NIR file is for; absent: `generic`. */
  profile: z.enum(NIR_PROFILES).optional(),
  /** Export a version of the plan that the format can hold, and save it. */
  'adapt-plan': z.literal(true).optional(),
});

/** The choices of a person. An exporter takes those that the table of formats names for it. */
export type ExportOptions = Readonly<z.infer<typeof exportOptionsSchema>>;

/** An option as the window offers it. Left alone, it means what `absent` says, and a switch is off. */
export type ExportOptionEntry =
  | { readonly kind: 'switch'; readonly label: string }
  | { readonly kind: 'count'; readonly label: string; readonly absent: string; readonly hint: string }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly absent: string;
      readonly hint: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    };

/** The options of formats, as the window offers them. */
export const EXPORT_OPTIONS: Readonly<Record<keyof ExportOptions, ExportOptionEntry>> = {
  batch: {
    kind: 'count',
    label: 'Samples per batch',
    absent: 'Any number',
    hint: 'A number fixes every shape in the file.',
  },
  weights: {
    kind: 'choice',
    label: 'Weights',
    absent: 'float32',
    hint: 'With int8 the library computes in whole numbers, from weights of 8 bits.',
    choices: [
      { value: 'float32', label: '32-bit floating point' },
      { value: 'int8', label: '8-bit integers' },
    ],
  },
  profile: {
    kind: 'choice',
    label: 'Reader',
    absent: 'generic',
    hint: 'The program that will read the file. Readers fire and reset neurons in different ways.',
    choices: NIR_PROFILES.map((value) => ({ value, label: NIR_READERS[value].label })),
  },
  'adapt-plan': {
    kind: 'switch',
    label: 'Adapt the plan to the format, as a new version',
  },
};

/** Ids of the options that only some formats have. */
export const EXPORT_OPTION_IDS = Object.keys(EXPORT_OPTIONS) as readonly (keyof ExportOptions)[];

/** An entry of the table of formats. */
export interface FormatEntry {
  /** Name for a person. */
  readonly label: string;
  /** Its files, in a few words. */
  readonly about: string;
  /** The options that it takes. */
  readonly options: readonly (keyof ExportOptions)[];
}

/** The formats, in the order in which they are offered. */
export const FORMATS = {
  onnx: {
    label: 'ONNX, one time step',
    about: 'step.onnx: one time step, with states as inputs and outputs',
    options: ['batch'],
  },
  'onnx-unrolled': {
    label: 'ONNX, all time steps',
    about: 'unrolled.onnx: T steps in one graph, in place of the original model',
    options: ['batch'],
  },
  c: {
    label: 'C99',
    about: 'NAME.c: a library in C99 without dependencies, and a test program; one time step, the caller owns the state',
    options: ['weights'],
  },
  nir: {
    label: 'NIR',
    about: 'NAME.nir: the graph for neuromorphic tools, which decide themselves how neurons fire and reset',
    options: ['profile', 'adapt-plan'],
  },
} as const satisfies Readonly<Record<string, FormatEntry>>;

/** The id of a format and its exporter: a key of `FORMATS`. */
export type ExporterId = keyof typeof FORMATS;

/** All ids, in the order of the table. */
export const EXPORTER_IDS = Object.keys(FORMATS) as readonly ExporterId[];

/** The id of a format, for the schemas of requests. */
export const exporterIdSchema = z.enum(EXPORTER_IDS);

/** True for the id of a format of this version. A project may list an export of another version. */
export const isExporterId = (id: string): id is ExporterId => Object.hasOwn(FORMATS, id);

/** The id of the reproduction capsule: a package of a run, which no exporter makes. */
export const CAPSULE = 'capsule';

/** The id of any package: of a format, or the capsule. */
export type PackageId = ExporterId | typeof CAPSULE;

/** All packages, in the order in which they are offered. */
export const PACKAGES: Readonly<Record<PackageId, FormatEntry>> = {
  ...FORMATS,
  [CAPSULE]: {
    label: 'Reproduction capsule',
    about: 'the newest finished run, so that its figures can be computed again elsewhere',
    options: [],
  },
};

/** The ids of all packages. */
export const PACKAGE_IDS = Object.keys(PACKAGES) as readonly PackageId[];

/** The entry of a package, or undefined for a format of another version. */
export const formatOf = (id: string): FormatEntry | undefined =>
  Object.hasOwn(PACKAGES, id) ? PACKAGES[id as PackageId] : undefined;
