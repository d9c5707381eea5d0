/** Commands: defining them, finding them, running them by key, button and menu. */
export { CommandButton, CommandIcon, commandItems, useCanRun } from './command-parts.tsx';
export { allCommands, type Command, commandOf, defineCommand } from './define-command.ts';
export { commandForKey, type Focus, type KeyPress, matchesKey, parseKey } from './keyboard.ts';
export { listenToKeys, runCommand } from './listen.ts';
