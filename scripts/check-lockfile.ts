/**
 * package-lock.json installs everywhere: it names no registry (every user has their own), and it has an entry for every
 * optional package (`npm ci` refuses a lock without the packages of other systems, which npm leaves out where the registry
 * it was made with does not have them). Prints what is wrong and ends with status 1.
 */
import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** As Node looks a package up: beside the one that asks, then in each folder above. */
const isLocked = (name: string, from: string): boolean => {
  if (`${from}${from && '/'}node_modules/${name}` in lock.packages) return true;
  return from !== '' && isLocked(name, from.includes('/node_modules/') ? from.slice(0, from.lastIndexOf('/node_modules/')) : '');
};

const problems = Object.entries(lock.packages).flatMap(([path, { resolved, optionalDependencies }]) => [
  ...(resolved === undefined ? [] : [`${path}: names the registry ${resolved}; .npmrc says how to leave it out`]),
  ...Object.keys(optionalDependencies ?? {})
    .filter((name) => !isLocked(name, path))
    .map((name) => `${path}: its optional package ${name} has no entry; add one with version, os and cpu`),
]);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
