/** Paths as text, of whichever system the services run on: the window has no file system of its own. */

/** Windows writes paths with backslashes; elsewhere a backslash is part of a name. */
const isWindows = (path: string): boolean => /^[a-z]:|^\\\\/i.test(path);
const separatorOf = (path: string): string => (isWindows(path) ? '\\' : '/');

/** True for a path that begins at a root: `/…`, `C:\…`, `\\server\…`. */
export const isFullPath = (path: string): boolean => /^(\/|[a-z]:[\\/]|\\\\)/i.test(path);

/** A name inside a folder. */
export function joinPath(folder: string, name: string): string {
  const separator = separatorOf(folder);
  return folder.endsWith(separator) || folder.endsWith('/') ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** The folder that a path lies in, `/` and `C:\` included; an empty text for a name alone. */
export function folderOf(path: string): string {
  const at = isWindows(path) ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/');
  if (at < 0) return '';
  const folder = path.slice(0, at);
  return folder === '' || /^[a-z]:$/i.test(folder) ? path.slice(0, at + 1) : folder;
}
