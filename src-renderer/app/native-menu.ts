/** Electron's native menu shows the window's commands and runs them; in a browser there is none. Called once, when the window starts. */
import type { NativeMenu } from '../../src-shared/contract/index.ts';
import { allCommands, commandOf, runCommand } from '../commands/index.ts';
import { openPath } from '../start/index.ts';
import { useWorkbench, workbench } from '../state/index.ts';
import { commandGroups } from '../texts/commands.ts';

/** Follows the bridge of the preload script, where there is one. */
export function followNativeMenu(): void {
  const bridge = window.spikeloom;
  if (!bridge) return;
  bridge.onCommand((id) => runCommand(commandOf(id)));
  bridge.onOpen((path) => void openPath(path));
  // A browser goes back and forth by itself with the fourth and fifth button of the mouse.
  window.addEventListener('mouseup', ({ button }) => {
    if (button === 3) window.history.back();
    if (button === 4) window.history.forward();
  });
  let shown = '';
  const show = (): void => {
    const menu = nativeMenu();
    const text = JSON.stringify(menu);
    if (text === shown) return;
    shown = text;
    bridge.setMenu(menu);
  };
  show();
  let isWaiting = false;
  useWorkbench.subscribe(() => {
    if (isWaiting) return;
    isWaiting = true;
    // What can be run is looked at once for all changes of a moment.
    setTimeout(() => {
      isWaiting = false;
      show();
    }, 100);
  });
}

/** All commands by group, with whether each can be run now. */
function nativeMenu(): NativeMenu {
  const state = workbench();
  return Object.entries(commandGroups).flatMap(([group, label]) => {
    const own = allCommands().filter(({ id }) => id.startsWith(`${group}.`));
    const items = own.map(({ id, title, keys, inText = false, when }) => ({
      id,
      label: title,
      inText,
      enabled: when?.(state) ?? true,
      ...(keys?.[0] === undefined ? {} : { keys: keys[0] }),
    }));
    return items.length === 0 ? [] : [{ label, items }];
  });
}
