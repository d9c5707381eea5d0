/** Serves the files of the built window and no other file of this machine. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
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
  /** True for a page, false for a part of one. */
  readonly isPage: boolean;
  readonly bytes: Uint8Array;
}

/** The file at a path of an address inside `folder`; undefined if there is none or its kind is not served. */
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
    // Links are resolved before the check that the path is inside the folder.
    const path = await realpath(join(root, name));
    if (!path.startsWith(root + sep)) return undefined;
    return { type, isPage: type.startsWith('text/html'), bytes: await readFile(path) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'ENAMETOOLONG', 'ELOOP'].includes(code)) return undefined;
    throw error;
  }
}
