/** Finds what a Markdown page names in code: paths of the repository, npm scripts, and the files that it links to. */

/** Endings of files that a page may name without their folder. */
const SOURCE = /^[\w@*{},-][\w.@*{},/-]*\.(tsx?|d\.mts|mts|mjs|cjs|py|yml|md)$/;
/** A folder or file by the end of its path, such as `services/jobs`, `graph/picture` or `jobs/`: lower-case names of at least two letters. */
const PATH_TAIL = /^[a-z][a-z0-9-]+\/(?:[a-z*{.][\w.*{},-]+\/?)*$/;
/** What npm itself understands without a script, or with one of that name. */
const NPM_RUN = /\bnpm (?:run|run-script)(?: -s| --silent)* ([a-z][\w:.-]*)|\bnpm (test|start)\b/g;

export interface NamedThings {
  readonly paths: readonly string[];
  readonly scripts: readonly string[];
  /** Relative ones, without their anchors. */
  readonly links: readonly string[];
}

/** `roots`: names of the repository's outermost folders. Each name is there once. */
export function namedThings(page: string, roots: ReadonlySet<string>): NamedThings {
  const code = codeOf(page);
  const words = code.flatMap((text) => text.split(/[\s|()]+/)).map((word) => word.replace(/[,;:.]+$/, ''));
  const isPath = (word: string): boolean =>
    (word.includes('/') && roots.has(word.split('/')[0]!) && !word.includes('…')) || SOURCE.test(word) || PATH_TAIL.test(word);
  const scripts = code.flatMap((text) => [...text.matchAll(NPM_RUN)].map(([, run, short]) => (run ?? short)!));
  const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^(https?:|#)/.test(target));
  return {
    paths: unique(words.filter(isPath)),
    scripts: unique(scripts),
    links: unique(links.map((link) => link.split('#')[0]!)),
  };
}

/** Text between backticks: whole lines of fences, and what stands inside a line. */
function codeOf(page: string): string[] {
  const code: string[] = [];
  const prose: string[] = [];
  let fenced = false;
  for (const line of page.split('\n')) {
    if (line.trimStart().startsWith('```')) fenced = !fenced;
    else (fenced ? code : prose).push(line);
  }
  return [...code, ...[...prose.join('\n').matchAll(/`([^`]+)`/g)].map(([, text]) => text!)];
}

const unique = (all: readonly string[]): string[] => [...new Set(all)];

/** The paths that a name with braces stands for: `a/{b,c}.ts` is `a/b.ts` and `a/c.ts`. */
export function alternatives(name: string): string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(name);
  return braces === null ? [name] : braces[2]!.split(',').flatMap((part) => alternatives(`${braces[1]}${part}${braces[3]}`));
}

/** Whether a path is, or ends with, the name; `*` stands for any part of a file's or folder's name. `paths`: files and folders, without a last slash. */
export function isNamed(name: string, paths: readonly string[]): boolean {
  const pattern = name
    .replace(/\/$/, '')
    .replaceAll(/[.+?^$()[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*');
  const end = new RegExp(`(^|/)${pattern}$`);
  return paths.some((path) => end.test(path));
}
