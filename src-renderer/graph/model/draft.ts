/** The tree of modules while it is being built, and the names inside it. */
import type { Group, Leaf } from './item.ts';

/** A group while it is being built. */
export interface Draft {
  readonly name: string;
  readonly role: Group['role'];
  readonly children: (Draft | Leaf)[];
  repeat: Group['repeat'];
}

/** A new group. */
export const draftOf = (name: string, role: Group['role'], children: (Draft | Leaf)[] = []): Draft => ({
  name,
  role,
  children,
  repeat: null,
});

/** The name inside a module; a bare number keeps the module's own name in front: `layer1.0`. */
export function shortName(path: string, module: string): string {
  const inner = module !== '' && path.startsWith(module) ? path.slice(module.length).replace(/^[._]/, '') : path;
  return /^\d+$/.test(inner) ? `${module.split('.').at(-1)}.${inner}` : inner;
}
