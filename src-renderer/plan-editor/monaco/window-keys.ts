/** Keys of the window inside of the editor, which would otherwise take some of them for itself (Ctrl+Enter, Ctrl+K). */
import { allCommands, commandForKey, runCommand } from '../../commands/index.ts';
import { workbench } from '../../state/index.ts';
import { onMac } from '../../ui/index.ts';
import type { monaco } from './setup.ts';

/** The editor's own meaning counts: quick fix. */
const EDITORS_OWN = new Set(['run.cancel']);

/** Lets commands that run in text win over the editor's keys. Returns what ends that. */
export function letWindowKeysThrough(editor: monaco.editor.ICodeEditor): monaco.IDisposable {
  return editor.onKeyDown((event) => {
    const commands = allCommands().filter(({ id }) => !EDITORS_OWN.has(id));
    const command = commandForKey(event.browserEvent, 'text', commands, workbench(), onMac());
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand(command);
  });
}
