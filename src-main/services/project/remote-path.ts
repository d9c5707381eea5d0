/**
 * Windows paths that lead to another computer. Merely checking that such a file exists sends the user's credentials to that
 * computer, and a project from a stranger must not cause that. The user allows a server in the window or with `--allow-server`.
 */
import { labelledSamples, parseSampleSpec } from '../../../src-shared/contract/sample-spec.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';

/**
 * The computer or device that a Windows path leads to: `\\server` in lower case for another computer, `device` for a device or a
 * pipe, undefined for a local disk. Pure: it looks at the text only.
 */
export function reachOf(path: string): string | undefined {
  const text = path.replaceAll('/', '\\');
  // The forms \\?\UNC\server\share and \\.\UNC\server\share mean the same as \\server\share.
  const unc = /^\\\\[?.]\\UNC\\+([^\\]+)\\+[^\\]+/i.exec(text) ?? /^\\\\([^\\?.][^\\]*)\\+[^\\]+/.exec(text);
  if (unc) return `\\\\${unc[1]!}`.toLowerCase();
  // A local disk, written with the prefix \\?\.
  if (/^\\\\[?.]\\[a-z]:\\/i.test(text)) return isDeviceName(text) ? DEVICE : undefined;
  if (text.startsWith('\\\\') || text.startsWith('\\??\\')) return DEVICE;
  return isDeviceName(text) ? DEVICE : undefined;
}

const DEVICE = 'device';

/** True for names that are devices in every folder, with any extension. */
const isDeviceName = (text: string): boolean =>
  text.split('\\').some((part) => /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*([.:].*)?$/i.test(part));

/** Servers that this process may connect to. */
const allowed = new Set<string>();

/** From now on, this process and the jobs it starts may connect to these servers: `server` or `\\server`. */
export function allowServers(names: readonly string[]): void {
  for (const name of names)
    allowed.add(
      `\\\\${name
        .trim()
        .replace(/^[\\/]+/, '')
        .toLowerCase()}`,
    );
}

export const allowedServers = (): string[] => [...allowed];

/** The place that a path leads to, as in `reachOf`, if Spikeloom may not open it; undefined if it may. */
function forbiddenReach(path: string): string | undefined {
  if (process.platform !== 'win32') return undefined;
  const reach = reachOf(path);
  return reach === undefined || allowed.has(reach) ? undefined : reach;
}

/** True if Spikeloom may open a path that a project names. */
export const mayLookAt = (path: string): boolean => forbiddenReach(path) === undefined;

/** The server that the user must allow before a path is opened; null if no permission is needed. */
export function serverToAllow(path: string): string | null {
  const reach = forbiddenReach(path);
  return reach === undefined || reach === DEVICE ? null : reach;
}

/** The reason why such a path was not opened, and a remedy. */
export function notLookedAt(path: string): Message {
  const server = serverToAllow(path);
  if (server === null) return `${path} is a device; name a file`;
  return say`${path} is on another computer, and looking for it may send your Windows credentials there; allow ${server} with ${option('allow-server', 'NAME')}, or put a copy on this computer`;
}

/** The paths in a sample source: the source itself, and the file of its labels after a #. */
export function pathsOfSamples(spec: string): string[] {
  const { path } = parseSampleSpec(spec);
  const labels = labelledSamples(spec)?.labels ?? '';
  return [path, ...(labels === '' ? [] : [labels])];
}

/** Called before the samples of a project are opened. Throws `files.remote` if they lie on a computer that the user has not allowed. */
export function requireNearSamples(spec: string): void {
  for (const path of pathsOfSamples(spec)) requireNear(path);
}

export function requireNear(path: string): void {
  if (!mayLookAt(path)) throw new SpikeloomError('files.remote', say`${notLookedAt(path)}.`, { at: { file: path } });
}
