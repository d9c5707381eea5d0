/** The built window's files, and nothing else of this machine. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

export interface StaticFile {
  readonly type: string;
  /** A page, not a part of one. */
  readonly isPage: boolean;
  readonly bytes: Uint8Array;
}

/** The file at an address's path inside `folder`; undefined where there is none, or it is of no kind that a window needs. */
export async function staticFile(folder: string, pathname: string): Promise<StaticFile | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const type = TYPES[extname(name).toLowerCase()];
  if (type === undefined || name.includes('\0')) return undefined;
  try {
    const root = await realpath(folder);
    // Links are followed before the look at where they lead.
    const path = await realpath(join(root, name));
    if (!path.startsWith(root + sep)) return undefined;
    return { type, isPage: type.startsWith('text/html'), bytes: await readFile(path) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'ENAMETOOLONG', 'ELOOP'].includes(code)) return undefined;
    throw error;
  }
}
