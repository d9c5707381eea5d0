/** Provides the example's model and images at a path that does not change. */
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'resources', 'examples');
/** A packed program lies in an archive. Files that the operating system must read are unpacked beside it. */
const ARCHIVE = /\bapp\.asar(?=[\\/])/;

/**
 * Folder with `resnet20-cifar10.onnx` and `cifar10/`. A packed program copies them to `target` first, because a project names its
 * model and images by path, and a single-file program (AppImage) has another path at every start.
 */
export async function exampleFiles(target: string, source = EXAMPLES): Promise<string> {
  if (!ARCHIVE.test(source)) return source;
  if (existsSync(target)) return target;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await cp(source.replace(ARCHIVE, 'app.asar.unpacked'), unfinished, { recursive: true });
  await rename(unfinished, target);
  return target;
}
