/** Where the program keeps what belongs to its user: settings, recent projects, the example project, uploads. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** The folder of this user; `SPIKELOOM_USER_FOLDER` names another one. */
export const defaultUserFolder = (): string => process.env.SPIKELOOM_USER_FOLDER ?? envPaths('spikeloom', { suffix: '' }).data;

/** Paths inside the user's folder. */
export const userPaths = (folder: string) => ({
  settings: join(folder, 'settings.json'),
  recent: join(folder, 'recent.json'),
  servers: join(folder, 'servers.json'),
  examples: join(folder, 'examples'),
  uploads: join(folder, 'uploads'),
  /** Projects that were made or being made. */
  makings: join(folder, 'makings.json'),
  /** Port and token of the browser host. */
  address: join(folder, 'address.json'),
});

/** Names that only this program gives: a folder with one of them, or with nothing, is its own. */
const OWN_NAMES = [
  ...['settings.json', 'recent.json', 'servers.json', 'window.json', 'address.json', 'makings.json'],
  ...['uploads', 'examples'],
];

/** Makes the folder, and makes it the user's alone where it is this program's. One that cannot be changed is used as it is. */
export function secureUserFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const names = readdirSync(folder);
    const isOwn = names.length === 0 || names.some((name) => OWN_NAMES.includes(name));
    if (process.platform === 'win32' || !isOwn || statSync(folder).uid !== process.getuid!()) return;
    chmodSync(folder, 0o700);
    // Files of an older version, too.
    for (const name of names.filter((one) => one.endsWith('.json'))) chmodSync(join(folder, name), 0o600);
  } catch {
    // A folder that is only to be read: what cannot be written there is said where it is written.
  }
}
