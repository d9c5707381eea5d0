/** Memory of a process and of everything it started. Linux; elsewhere nothing is known. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 250;

/** Resident bytes of each process, and who started it. */
function processes(): { readonly id: number; readonly parent: number; readonly bytes: number }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      return [{ id: Number(name), parent: field('PPid'), bytes: field('VmRSS') * 1024 }];
    } catch {
      // It has just ended.
      return [];
    }
  });
}

/** Resident bytes of a process tree. */
function treeBytes(root: number): number {
  const all = processes();
  const within = new Set([root]);
  for (let before = 0; before !== within.size; ) {
    before = within.size;
    for (const { id, parent } of all) if (within.has(parent)) within.add(id);
  }
  return all.reduce((sum, { id, bytes }) => sum + (within.has(id) ? bytes : 0), 0);
}

/** Watches a process tree: `watch` is for `runFile`; `peak` says the largest sum seen, undefined where it cannot be known. */
export function memoryWatch() {
  let most: number | undefined;
  return {
    watch(child: ChildProcess): () => void {
      if (process.platform !== 'linux') return () => {};
      const timer = setInterval(() => {
        most = Math.max(most ?? 0, treeBytes(child.pid!));
      }, EVERY_MS);
      return () => clearInterval(timer);
    },
    peak: (): number | undefined => most,
  };
}
