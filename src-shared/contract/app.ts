/** Calls about the program itself: its version, its settings, recent projects, and files on this machine. */
import { z } from 'zod';
import { DEFAULT_ENGINE, engineIdSchema } from '../engine/index.ts';
import { messageSchema } from '../message/schema.ts';
import { call, pathSchema } from './define.ts';

/** An engine as the window offers it. */
export const engineInfoSchema = z.strictObject({
  id: engineIdSchema,
  label: z.string(),
  /** The reason why the engine cannot be used here; null if it can. */
  unavailable: messageSchema.nullable(),
});

/** Facts about the program and the machine it runs on. */
export const appInfoSchema = z.strictObject({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  platform: z.string(),
  /** Processor cores, the largest useful number of threads. */
  cores: z.int().min(1),
  engines: z.array(engineInfoSchema),
  /** True if `files.choose` opens the system's own dialogs; otherwise the window shows its own. */
  nativeDialogs: z.boolean(),
  /** The folder in which a file list starts. */
  home: z.string(),
  /** Version of Electron or of Node, for the about box. */
  runtime: z.string(),
});

/** Facts about the program, as `appInfoSchema` describes them. */
export type AppInfo = z.infer<typeof appInfoSchema>;

/** The themes of the window; `system` follows the operating system. */
export const THEMES = ['system', 'light', 'dark', 'high-contrast'] as const;

/** The settings of a user, shared by all windows. */
export const settingsSchema = z.strictObject({
  theme: z.enum(THEMES),
  engine: engineIdSchema,
  /** Worker threads; null for one per core. */
  threads: z.int().min(1).max(1024).nullable(),
  /** Part of the name of the gpu engine's adapter, or `software`; null for the first that is not software. Older settings have none. */
  gpuAdapter: z.string().trim().min(1).max(200).nullable().default(null),
  /** Less motion than the system asks for. */
  reducedMotion: z.boolean(),
});

/** The settings of a user, as `settingsSchema` describes them. */
export type Settings = z.infer<typeof settingsSchema>;

/** The settings of a user who has changed none. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  engine: DEFAULT_ENGINE,
  threads: null,
  gpuAdapter: null,
  reducedMotion: false,
};

/** An entry of the list of recent projects. */
export const recentProjectSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  /** ISO 8601. */
  opened: z.string(),
  /** False if the file is gone. */
  exists: z.boolean(),
});

/** An entry of the list of recent projects. */
export type RecentProject = z.infer<typeof recentProjectSchema>;

/** A file or a folder in a list of files. */
export const fileEntrySchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['folder', 'file']),
  /** Bytes; 0 for a folder. */
  size: z.number(),
});

/** The contents of a folder. */
export const fileListSchema = z.strictObject({
  folder: z.string(),
  /** Null at the root. */
  parent: z.string().nullable(),
  /** Name of the file that the request named; null if the request named a folder. */
  file: z.string().nullable(),
  entries: z.array(fileEntrySchema),
});

/** The contents of a folder, as `fileListSchema` describes them. */
export type FileList = z.infer<typeof fileListSchema>;

/** The purpose of a file. It decides the file extensions, and whether a file, a folder or a new file is chosen. */
export const FILE_PURPOSES = ['model', 'project', 'samples', 'labels', 'new-project', 'export'] as const;

/** A purpose in `FILE_PURPOSES`. */
export type FilePurpose = (typeof FILE_PURPOSES)[number];

const nothing = z.strictObject({});

/** The calls about the program and about files. */
export const appCalls = {
  'app.info': call(nothing, appInfoSchema),
  'settings.read': call(nothing, settingsSchema),
  'settings.write': call(settingsSchema, nothing),
  'recent.list': call(nothing, z.array(recentProjectSchema)),
  'recent.forget': call(z.strictObject({ path: pathSchema }), nothing),
  /** Lists folders first, then files, by name, without hidden ones. If `folder` is the path of a file, the file's folder is listed. */
  'files.list': call(z.strictObject({ folder: pathSchema }), fileListSchema),
  /** Opens the system's dialog. Null if the user chose nothing. */
  'files.choose': call(
    z.strictObject({ purpose: z.enum(FILE_PURPOSES), suggested: z.string().optional() }),
    z.strictObject({ path: z.string().nullable() }),
  ),
} as const;

/** The events about the program. */
export const appEvents = {
  /** The settings after a window changed them, sent to all windows so that they look the same. */
  'settings.changed': settingsSchema,
  /** A message that belongs to no call, such as settings that could not be read. */
  'app.notice': z.strictObject({ message: messageSchema }),
} as const;
