/** Files in the user's folder: settings, recent projects, records of created projects, and the servers that projects may use. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { DEFAULT_SETTINGS, type RecentProject, type Settings, settingsSchema } from '../../src-shared/contract/index.ts';
import type { Message } from '../../src-shared/message/index.ts';
import { jsonFile } from '../runtime/json-file.ts';
import { createMakings } from './makings.ts';
import { userPaths } from './user-folder.ts';

/** Largest number of recent projects in the list. */
const MOST_RECENT = 30;

const recentSchema = z.array(z.strictObject({ path: z.string(), opened: z.string() }));

/** The files in `folder`. `warn` is called once for each file that cannot be read. */
export function createUserFiles(folder: string, warn: (message: Message) => void) {
  const paths = userPaths(folder);
  const settings = jsonFile<Settings>(paths.settings, settingsSchema, DEFAULT_SETTINGS, warn);
  const makings = createMakings(paths.makings, warn);
  const servers = jsonFile<string[]>(paths.servers, z.array(z.string()), [], warn);
  const recent = jsonFile(paths.recent, recentSchema, [], warn);
  return {
    paths,
    settings: settings.read,
    writeSettings: settings.write,
    makings,
    /** Recent projects, newest first. */
    recent: async (): Promise<RecentProject[]> =>
      (await recent.read()).map(({ path, opened }) => ({
        path,
        opened,
        name: basename(path, '.spikeloom'),
        exists: existsSync(path),
      })),
    servers: servers.read,
    async allowServer(name: string): Promise<void> {
      await servers.write([...new Set([...(await servers.read()), name])]);
    },
    async remember(path: string): Promise<void> {
      const others = (await recent.read()).filter((one) => one.path !== path);
      await recent.write([{ path, opened: new Date().toISOString() }, ...others].slice(0, MOST_RECENT));
    },
    async forget(path: string): Promise<void> {
      await recent.write((await recent.read()).filter((one) => one.path !== path));
      makings.forget(path);
    },
  };
}

export type UserFiles = ReturnType<typeof createUserFiles>;
