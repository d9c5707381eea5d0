/** Commands: defining them, finding them, running them by key. */
export { allCommands, type Command, commandOf, defineCommand } from './define-command.ts';
