/**
 * package-lock.json installs everywhere: it names no registry (every user has their own), and it has an entry for every
 * optional package (`npm ci` refuses a lock without the packages of other systems, which npm leaves out where the registry
 * it was made with does not have them). A package that comes compiled says `gypfile: false` in its own package.json; npm does not
 * copy that into the lock, and then wants Python and a compiler after all. Prints what is wrong and ends with status 1.
 */
import { existsSync, readFileSync } from 'node:fs';

interface LockedPackage {
  readonly resolved?: string;
  readonly gypfile?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** True for an installed package with something to compile that need not be. */
function comesCompiled(path: string): boolean {
  const folder = new URL(`../${path}/`, import.meta.url);
  if (path === '' || !existsSync(new URL('binding.gyp', folder))) return false;
  return (JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as LockedPackage).gypfile === false;
}

/** As Node looks a package up: beside the one that asks, then in each folder above. */
const isLocked = (name: string, from: string): boolean => {
  if (`${from}${from && '/'}node_modules/${name}` in lock.packages) return true;
  return from !== '' && isLocked(name, from.includes('/node_modules/') ? from.slice(0, from.lastIndexOf('/node_modules/')) : '');
};

const problems = Object.entries(lock.packages).flatMap(([path, { resolved, optionalDependencies, gypfile }]) => [
  ...(resolved === undefined ? [] : [`${path}: names the registry ${resolved}; .npmrc says how to leave it out`]),
  ...(gypfile !== false && comesCompiled(path)
    ? [`${path}: comes compiled, but npm will compile it; add "gypfile": false to its entry`]
    : []),
  ...Object.keys(optionalDependencies ?? {})
    .filter((name) => !isLocked(name, path))
    .map((name) => `${path}: its optional package ${name} has no entry; add one with version, os and cpu`),
]);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
