/** The native menu: the commands that the window sends, and the entries that the system expects. */
import type { MenuItemConstructorOptions } from 'electron';
import { type NativeMenu, nativeMenuSchema } from '../../../src-shared/contract/bridge.ts';
import { CHANNELS } from './channels.ts';
import { isOurSender } from './messages.ts';
import type { ElectronParts } from './parts.ts';

/** Shows the menu that the page sends. `run` is called with the id of the chosen command. */
export function serveMenu(
  { ipcMain, Menu }: Pick<ElectronParts, 'ipcMain' | 'Menu'>,
  platform: string,
  run: (id: string) => void,
): void {
  ipcMain.on(CHANNELS.menu, (event, given: unknown) => {
    const menu = nativeMenuSchema.safeParse(given);
    if (!isOurSender(event) || !menu.success) return;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menu.data, platform, run)));
  });
}

/** The template of the whole menu bar. */
export function menuTemplate(menu: NativeMenu, platform: string, run: (id: string) => void): MenuItemConstructorOptions[] {
  const onMac = platform === 'darwin';
  const groups = menu.map(({ label, items }) => ({
    label,
    submenu: items.map(({ id, label: title, keys, inText, enabled }): MenuItemConstructorOptions => {
      const accelerator = keys === undefined ? undefined : acceleratorOf(keys);
      // On macOS the menu takes a key before the page can, so only keys that also work in text fields may appear there.
      const isShown = accelerator !== undefined && (!onMac || inText);
      return {
        label: title,
        enabled,
        click: () => run(id),
        // On other systems the page handles its keys, and the menu only shows them.
        ...(isShown ? { accelerator, registerAccelerator: onMac } : {}),
      };
    }),
  }));
  const text = (['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role }));
  const app: MenuItemConstructorOptions[] = onMac ? [{ role: 'appMenu' }] : [];
  return [...app, ...groups, { label: 'Text', submenu: text }, { role: 'windowMenu' }];
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** `Mod+Shift+P` in Electron's notation; undefined for a key without a modifier, which the menu must leave to the page. */
export function acceleratorOf(keys: string): string | undefined {
  if (!/^F\d+$|.\+./.test(keys)) return undefined;
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), 'Plus'] : keys.split('+');
  return parts.map((part) => NAMES[part] ?? part).join('+');
}
