/**
 * Paths of Windows that reach beyond this computer's disks. Looking whether such a file is there connects to the computer that the path
 * names, with the user's credentials: a project that comes from a stranger must not decide that. The user allows a server, in the window
 * or with `--allow-server`.
 */
import { labelledSamples, parseSampleSpec } from '../../../src-shared/contract/sample-spec.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';

/**
 * The computer or device that a path reaches on Windows: `\\server` in lower case for another computer, `device` for a device or a
 * pipe; undefined for a path on a disk of this computer. Pure: it looks at the text only.
 */
export function reachOf(path: string): string | undefined {
  const text = path.replaceAll('/', '\\');
  // \\?\UNC\server\share and \\.\UNC\server\share are other ways to write \\server\share.
  const unc = /^\\\\[?.]\\UNC\\+([^\\]+)\\+[^\\]+/i.exec(text) ?? /^\\\\([^\\?.][^\\]*)\\+[^\\]+/.exec(text);
  if (unc) return `\\\\${unc[1]!}`.toLowerCase();
  // A disk of this computer, written the long way.
  if (/^\\\\[?.]\\[a-z]:\\/i.test(text)) return isDeviceName(text) ? DEVICE : undefined;
  if (text.startsWith('\\\\') || text.startsWith('\\??\\')) return DEVICE;
  return isDeviceName(text) ? DEVICE : undefined;
}

const DEVICE = 'device';

/** Names that are devices in every folder, whatever their ending. */
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

/** Where a path reaches that may not be looked at: as `reachOf`. Undefined for one that may. */
function forbiddenReach(path: string): string | undefined {
  if (process.platform !== 'win32') return undefined;
  const reach = reachOf(path);
  return reach === undefined || allowed.has(reach) ? undefined : reach;
}

/** True if a path that a project names may be looked at. */
export const mayLookAt = (path: string): boolean => forbiddenReach(path) === undefined;

/** The server that the user has to allow before a path is looked at; null where there is nothing to ask. */
export function serverToAllow(path: string): string | null {
  const reach = forbiddenReach(path);
  return reach === undefined || reach === DEVICE ? null : reach;
}

/** The reason why such a path was not looked at, and what to do. */
export function notLookedAt(path: string): Message {
  const server = serverToAllow(path);
  if (server === null) return `${path} is a device; name a file`;
  return say`${path} is on another computer, and looking for it may send your Windows credentials there; allow ${server} with ${option('allow-server', 'NAME')}, or put a copy on this computer`;
}

/** The paths in the text that names samples: the source, and behind a # the file of its labels. */
export function pathsOfSamples(spec: string): string[] {
  const { path } = parseSampleSpec(spec);
  const labels = labelledSamples(spec)?.labels ?? '';
  return [path, ...(labels === '' ? [] : [labels])];
}

/** Before samples are opened that a project names. Throws `files.remote` where that would reach beyond this computer without leave. */
export function requireNearSamples(spec: string): void {
  for (const path of pathsOfSamples(spec)) requireNear(path);
}

export function requireNear(path: string): void {
  if (!mayLookAt(path)) throw new SpikeloomError('files.remote', say`${notLookedAt(path)}.`, { at: { file: path } });
}
