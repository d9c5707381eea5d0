/** The library of a generated program: C functions that its layers call. A program has those that it needs. */
import { FIRE } from './fire.ts';
import type { Kernel } from './kernel.ts';
import { ROWS } from './rows.ts';
import { WEIGHTS, WHOLE_WEIGHTS } from './weights.ts';
import { WHOLE } from './whole.ts';
import { WINDOWS } from './windows.ts';

const ALL = { ...FIRE, ...WEIGHTS, ...WINDOWS, ...ROWS, ...WHOLE_WEIGHTS, ...WHOLE };

export type KernelName = keyof typeof ALL;

/** The text of these functions and of all that they need, in an order in which each is defined before it is used. */
export function libraryOf(names: Iterable<KernelName>): string[] {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    for (const needed of (ALL[name as KernelName] as Kernel).needs ?? []) add(needed);
    wanted.add(name);
  };
  for (const name of Object.keys(ALL)) if (new Set<string>(names).has(name)) add(name);
  return [...wanted].map((name) => ALL[name as KernelName].text.trim());
}
