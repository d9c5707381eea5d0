/** The system's Chromium: tests in a browser download none. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of the browser that `CHROMIUM` names, or of the first that is installed; undefined where there is none. */
export function chromiumPath(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** How it is started: without a sandbox where root may not have one, without anything that needs a network or a graphics card. */
export const CHROMIUM_ARGS: readonly string[] = [
  ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
  ...['--disable-gpu', '--disable-background-networking', '--no-first-run'],
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
