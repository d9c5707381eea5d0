/** Calls about the program itself: what it is, its settings, recent projects, and files on this machine. */
import { z } from 'zod';
import { DEFAULT_ENGINE, engineIdSchema } from '../engine/index.ts';
import { messageSchema } from '../message/index.ts';
import { call, pathSchema } from './define.ts';

/** An engine, and whether this machine can run it. */
export const engineInfoSchema = z.strictObject({
  id: engineIdSchema,
  label: z.string(),
  /** Why it cannot be used here; null where it can. */
  unavailable: messageSchema.nullable(),
});

/** The program and the machine that it runs on. */
export const appInfoSchema = z.strictObject({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  platform: z.string(),
  /** Processor cores, the most threads that make sense. */
  cores: z.int().min(1),
  engines: z.array(engineInfoSchema),
  /** True where `files.choose` opens the system's own dialogs; otherwise the window has its own. */
  nativeDialogs: z.boolean(),
  /** Folder that a file list starts in. */
  home: z.string(),
  /** Version of Electron or of Node, for the about box. */
  runtime: z.string(),
});
/** The program and the machine that it runs on. */
export type AppInfo = z.infer<typeof appInfoSchema>;

/** The colour schemes that a person can choose. */
export const THEMES = ['system', 'light', 'dark', 'high-contrast'] as const;

/** Settings of the program, the same for all projects. */
export const settingsSchema = z.strictObject({
  theme: z.enum(THEMES),
  engine: engineIdSchema,
  /** Worker threads; null for one per core. */
  threads: z.int().min(1).max(1024).nullable(),
  /** Less motion than the system asks for. */
  reducedMotion: z.boolean(),
});
/** Settings of the program, the same for all projects. */
export type Settings = z.infer<typeof settingsSchema>;
/** Settings of a user who has changed none. */
export const DEFAULT_SETTINGS: Settings = { theme: 'system', engine: DEFAULT_ENGINE, threads: null, reducedMotion: false };

/** A project that was open before. */
export const recentProjectSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  /** ISO 8601. */
  opened: z.string(),
  /** False where the file is gone. */
  exists: z.boolean(),
});
/** A project that was open before. */
export type RecentProject = z.infer<typeof recentProjectSchema>;

/** A file or folder in a list. */
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
  /** Name of the file that was asked for in place of its folder. Null where a folder was. */
  file: z.string().nullable(),
  entries: z.array(fileEntrySchema),
});
/** The contents of a folder. */
export type FileList = z.infer<typeof fileListSchema>;

/** What a file is wanted for; decides endings and whether a file, a folder or a new file is chosen. */
export const FILE_PURPOSES = ['model', 'project', 'samples', 'labels', 'new-project', 'export'] as const;
/** The purpose of a file that a person chooses. */
export type FilePurpose = (typeof FILE_PURPOSES)[number];

const nothing = z.strictObject({});

/** Calls about the program, its settings and the files of the machine. */
export const appCalls = {
  'app.info': call(nothing, appInfoSchema),
  'settings.read': call(nothing, settingsSchema),
  'settings.write': call(settingsSchema, nothing),
  'recent.list': call(nothing, z.array(recentProjectSchema)),
  'recent.forget': call(z.strictObject({ path: pathSchema }), nothing),
  /** Folders first, then files, by name; hidden ones left out. `folder` may be the path of a file: its folder is listed. */
  'files.list': call(z.strictObject({ folder: pathSchema }), fileListSchema),
  /** The system's dialog. Null where the user chose nothing. */
  'files.choose': call(
    z.strictObject({ purpose: z.enum(FILE_PURPOSES), suggested: z.string().optional() }),
    z.strictObject({ path: z.string().nullable() }),
  ),
} as const;

/** Events about the program. */
export const appEvents = {
  /** Settings that a window has changed, for all of them: the same colours everywhere. */
  'settings.changed': settingsSchema,
  /** Something a person should know that no call is about: settings that could not be read. */
  'app.notice': z.strictObject({ message: messageSchema }),
} as const;
