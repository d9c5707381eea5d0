/** Builds kernels/ (AssemblyScript) into build/kernels.wasm, unless that is newer than every source. */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'kernels');
const target = join(root, 'build', 'kernels.wasm');

/** Memory of up to 4 GB is made by the engine and handed in. Relaxed SIMD is for fused multiply-add. */
const OPTIONS = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd,relaxed-simd',
  '--importMemory',
  '--maximumMemory',
  '65536',
];

const sources = () => readdirSync(folder).filter((name) => name.endsWith('.ts'));

function upToDate() {
  const built = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [...sources().map((name) => join(folder, name)), fileURLToPath(import.meta.url)].every(
    (file) => statSync(file).mtimeMs < built,
  );
}

/** Builds if needed. Throws with the compiler's messages. */
export async function buildKernels() {
  if (upToDate()) return;
  const files = new Map(sources().map((name) => [join('kernels', name), readFileSync(join(folder, name), 'utf8')]));
  const outputs = new Map();
  const { error, stderr } = await asc.main(['kernels/index.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name) => files.get(name) ?? null,
    writeFile: (name, contents) => outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`the kernels do not compile: ${stderr.toString() || error.message}`);
  mkdirSync(dirname(target), { recursive: true });
  // Written aside and renamed, so that a reader never sees half of it.
  const aside = `${target}.${process.pid}`;
  writeFileSync(aside, outputs.get('kernels.wasm'));
  renameSync(aside, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
