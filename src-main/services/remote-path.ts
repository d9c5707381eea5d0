/**
 * Paths of Windows that reach beyond this computer's disks. Looking whether such a file is there connects to the computer that the path
 * names, with the user's credentials: a project that comes from a stranger must not decide that.
 */

/** Shares that the user allows: `\\server\share`, several separated by `;`. */
const ALLOWED = 'SPIKELOOM_SHARES';

/**
 * The computer or device that a path reaches on Windows: `\\server\share` in lower case for another computer, `device` for a device or a
 * pipe; undefined for a path on a disk of this computer. Pure: it looks at the text only.
 */
export function reachOf(path: string): string | undefined {
  const text = path.replaceAll('/', '\\');
  // \\?\UNC\server\share and \\.\UNC\server\share are other ways to write \\server\share.
  const unc = /^\\\\[?.]\\UNC\\+([^\\]+)\\+([^\\]+)/i.exec(text) ?? /^\\\\([^\\?.][^\\]*)\\+([^\\]+)/.exec(text);
  if (unc) return `\\\\${unc[1]!}\\${unc[2]!}`.toLowerCase();
  // A disk of this computer, written the long way.
  if (/^\\\\[?.]\\[a-z]:\\/i.test(text)) return isDeviceName(text) ? 'device' : undefined;
  if (text.startsWith('\\\\') || text.startsWith('\\??\\')) return 'device';
  return isDeviceName(text) ? 'device' : undefined;
}

/** Names that are devices in every folder, whatever their ending. */
const isDeviceName = (text: string): boolean =>
  text.split('\\').some((part) => /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*([.:].*)?$/i.test(part));

/** True if a path that a project names may be looked at. */
export function mayLookAt(path: string, platform = process.platform as string, allowed = process.env[ALLOWED] ?? ''): boolean {
  if (platform !== 'win32') return true;
  const reach = reachOf(path);
  if (reach === undefined) return true;
  return allowed.split(';').some((share) => share !== '' && reachOf(`${share.trim()}\\x`) === reach && reach !== 'device');
}

/** The reason why such a path was not looked at, and what to do. */
export const notLookedAt = (path: string): string =>
  `it names ${path}, which is not on this computer: nothing connects to it unless you allow that (${ALLOWED} names the shares that may be used); or put a copy of the model beside the project`;
