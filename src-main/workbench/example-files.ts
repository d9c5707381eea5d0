/** The example's model and images, at a place that stays. */
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'resources', 'examples');
/** A packed program lies in an archive; what the system has to read lies unpacked beside it. */
const ARCHIVE = /\bapp\.asar(?=[\\/])/;

/**
 * Folder with `resnet20-cifar10.onnx` and `cifar10/`. Those of a packed program are copied to `target` first: a project names its model
 * and images by their paths, and a program in one file (AppImage) lies elsewhere at every start.
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
