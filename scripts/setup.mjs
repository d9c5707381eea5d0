/**
 * Makes a checkout ready to run: installs the packages of package-lock.json where they differ from what is installed, and
 * builds the kernels where their sources changed. Plain JavaScript for Node ≥ 20, which is what a machine has before Node 24
 * is installed as a package. Does nothing, within milliseconds, where nothing changed; prints to standard error only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** The Node 24 that npm installs as a package; everything but this script runs on it. */
export const node24 = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Installs and builds what is missing. Throws an Error that says what failed. */
export function setUp() {
  if (isAsLeft()) return;
  requireNode20();
  if (!isInstalled()) {
    say('installing packages (npm ci) …');
    // The environment variable does what .npmrc asks for, also where an npm no longer passes on settings it does not know.
    run(windows ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
    if (!isInstalled())
      throw new Error('npm ci ended well, but node_modules is not what package-lock.json asks for; remove it and try again.');
  }
  buildKernels();
  keepCompiledCode();
  writeFileSync(join(root, READY), filesAsTheyAre());
}

/** Where Node keeps compiled code between runs; what it finds there is checked against the source. */
export const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** Runs the command line once, so that the first start is as fast as the others. Whether that works out does not matter here. */
function keepCompiledCode() {
  const program = [join(root, 'src-main/cli/main.ts'), 'inspect', join(root, 'resources/examples/resnet20-cifar10.onnx')];
  spawnSync(node24, program, { stdio: 'ignore', env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE } });
}

/** Sizes and times of everything that decides whether the checkout is ready, as the last full check left them. */
const READY = 'build/.ready';

/** True where none of these files has changed since: their contents need not be read at every start. */
function isAsLeft() {
  const ready = join(root, READY);
  return existsSync(ready) && readFileSync(ready, 'utf8') === filesAsTheyAre();
}

function filesAsTheyAre() {
  const files = ['package-lock.json', 'node_modules/.package-lock.json', 'build/kernels.wasm', KERNELS_STAMP];
  return [node24, ...files.map((file) => join(root, file)), ...kernelSources()]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${file} ${found.size} ${found.mtimeMs}` : `${file} missing`;
    })
    .join('\n');
}

function requireNode20() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Node ${process.versions.node} is too old to install Spikeloom; install Node 20 or newer.`);
  }
}

/** True where every package of package-lock.json is there in its version; by content, since a checkout changes times. */
function isInstalled() {
  const installed = readJson('node_modules/.package-lock.json')?.packages;
  if (!installed || !existsSync(node24)) return false;
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '') return true;
    // Optional packages are those for other systems.
    if (!installed[path]) return wanted.optional === true;
    return installed[path].version === wanted.version && installed[path].integrity === wanted.integrity;
  });
}

/** Beside what is built, so that removing build/ builds again. */
const KERNELS_STAMP = 'build/.kernels-sources';

function buildKernels() {
  const stamp = join(root, KERNELS_STAMP);
  const sources = sourcesHash();
  if (existsSync(join(root, 'build/kernels.wasm')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('building kernels …');
  run(node24, ['scripts/build-kernels.mjs']);
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(stamp, sources);
}

/** Hash of everything the kernels are made from: their sources, the build script and the compiler's version. */
function sourcesHash() {
  const hash = createHash('sha256').update(readJson('node_modules/assemblyscript/package.json')?.version ?? '');
  for (const path of kernelSources()) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function kernelSources() {
  const files = readdirSync(join(root, 'kernels'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return [join(root, 'scripts/build-kernels.mjs'), ...files.map((file) => join(file.parentPath ?? file.path, file.name)).sort()];
}

function run(command, args, environment = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    // Standard output belongs to the command that is about to run.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
    shell: windows,
  });
  if (error || status !== 0)
    throw new Error(`${[command, ...args].join(' ')} failed${error ? `: ${error.message}` : ` (exit status ${status})`}.`);
}

function readJson(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function say(text) {
  process.stderr.write(`spikeloom: ${text}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setUp();
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
