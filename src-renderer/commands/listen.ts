/** The keyboard of the whole window: runs the command of a key that nothing closer to the focus has taken. */
import { notifyError } from '../state/notices.ts';
import { workbench } from '../state/workbench.ts';
import { onMac } from '../ui/keys.ts';
import { allCommands, type Command } from './define-command.ts';
import { commandForKey, type Focus } from './keyboard.ts';

const NO_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'radio', 'range', 'reset', 'submit']);

/** Where the focus is: a text field or editor, an open menu or dialog, or anywhere else. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target instanceof HTMLInputElement && !NO_TEXT.has(target.type)) return 'text';
  if (target.closest('textarea, [contenteditable="true"], [role="textbox"], .monaco-editor')) return 'text';
  return target.closest('[role="menu"], [role="dialog"], [role="alertdialog"], .ui-select-list') ? 'menu' : 'elsewhere';
}

/** Runs a command, if it can be run now; what it throws becomes a notice. */
export function runCommand(command: Command | undefined): void {
  if (!command || !(command.when?.(workbench()) ?? true)) return;
  try {
    command.run();
  } catch (error) {
    notifyError(error);
  }
}

/** Listens until the function it returns is called. */
export function listenToKeys(): () => void {
  const press = (event: KeyboardEvent): void => {
    // Unfinished letters of an input method are no keys yet.
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandForKey(event, focusOf(event.target), allCommands(), workbench(), onMac());
    if (!command) return;
    event.preventDefault();
    runCommand(command);
  };
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}
