/**
 * Commands: everything a person can do, each once, with its words and its key. The palette, menus, buttons and the keyboard all run
 * them from here.
 */
import type { WorkbenchState } from '../state/workbench.ts';

export interface Command {
  /** `plan.undo`; the part before the dot is its group in the palette. */
  readonly id: string;
  /** What a person reads: `Undo`. */
  readonly title: string;
  /** Keys as `Mod+Shift+P`; `Mod` is Ctrl, and ⌘ on a Mac. Several for several ways. */
  readonly keys?: readonly string[];
  /** Also while the focus is in a text field or editor; otherwise the field's own keys win. */
  readonly inText?: boolean;
  /** True where it can be run now; absent: always. */
  readonly when?: (state: WorkbenchState) => boolean;
  readonly run: () => void;
}

const commands = new Map<string, Command>();

/** Makes a command known. Throws an Error for an id that is taken: two features would fight for it. */
export function defineCommand(command: Command): Command {
  if (commands.has(command.id)) throw new Error(`command ${command.id} is defined twice`);
  commands.set(command.id, command);
  return command;
}

/** All commands, in the order they were defined. */
export const allCommands = (): readonly Command[] => [...commands.values()];

export const commandOf = (id: string): Command | undefined => commands.get(id);
