/** What the user's folder holds: settings, recent projects, the example project, uploads. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Paths inside the user's folder. */
export const userPaths = (folder: string) => ({
  settings: join(folder, 'settings.json'),
  recent: join(folder, 'recent.json'),
  servers: join(folder, 'servers.json'),
  examples: join(folder, 'examples'),
  uploads: join(folder, 'uploads'),
  /** Records of projects that were or are being created. */
  makings: join(folder, 'makings.json'),
  /** Port and token of the browser host. */
  address: join(folder, 'address.json'),
});

/** Names that only this program uses. A folder that holds one of them, or nothing, belongs to the program. */
const OWN_NAMES = [
  ...['settings.json', 'recent.json', 'servers.json', 'window.json', 'address.json', 'makings.json', 'gpu.json'],
  ...['uploads', 'examples'],
];

/**
 * Creates the folder and, if it belongs to this program, makes it accessible to this user alone. Permissions that cannot be
 * changed are left as they are.
 */
export function secureUserFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const names = readdirSync(folder);
    const isOwn = names.length === 0 || names.some((name) => OWN_NAMES.includes(name));
    if (process.platform === 'win32' || !isOwn || statSync(folder).uid !== process.getuid!()) return;
    chmodSync(folder, 0o700);
    // This includes files of an older version.
    for (const name of names.filter((one) => one.endsWith('.json'))) chmodSync(join(folder, name), 0o600);
  } catch {
    // The folder is read-only. The error appears when something is written there.
  }
}
