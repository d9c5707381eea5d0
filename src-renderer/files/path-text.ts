/**
 * A path as a person types or pastes it: from a terminal (quoted, `~/data`), from a browser's address bar (`file:///data/a%20b`), from a
 * document (blanks and line ends around it).
 */

/** The path that `text` means; `home` is the folder that `~` stands for. An empty text stays empty. */
export function readPath(text: string, home: string): string {
  const bare = withoutQuotes(text.trim());
  const path = /^file:/i.test(bare) ? fromFileUrl(bare, home) : bare;
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? `${home.replace(/[/\\]$/, '')}${path.slice(1)}` : path;
}

/** Shells and file managers put quotes around a path with blanks. */
function withoutQuotes(text: string): string {
  const inside = /^(["'])(.*)\1$/s.exec(text)?.[2];
  return inside === undefined ? text : inside;
}

/** `file:///data/a%20b` and `file://localhost/data/a%20b` are `/data/a b`; an address that is none stays as it is. */
function fromFileUrl(address: string, home: string): string {
  const [, host = '', rest = ''] = /^file:(?:\/\/([^/\\]*))?(\/.*)$/i.exec(address) ?? [];
  if (rest === '') return address;
  const path = decoded(rest);
  if (path === undefined) return address;
  const isWindows = /^([a-z]:|\\\\)/i.test(home);
  if (!isWindows) return path;
  const backslashed = path.replaceAll('/', '\\');
  if (/^\\[a-z]:/i.test(backslashed)) return backslashed.slice(1);
  return host === '' || /^localhost$/i.test(host) ? backslashed : `\\\\${host}${backslashed}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
