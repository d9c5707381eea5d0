/** The native menu: the window's commands, as the window says, and what the system wants in a menu. */
import type { MenuItemConstructorOptions } from 'electron';
import { type NativeMenu, nativeMenuSchema } from '../../../src-shared/contract/bridge.ts';
import { CHANNELS } from './channels.ts';
import { isOurSender } from './messages.ts';
import type { ElectronParts } from './parts.ts';

/** Follows the page's menu; `run` is told the command that was chosen. */
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
      // A Mac's menu takes a key before the page can: only what works in text fields too may have one there.
      const isShown = accelerator !== undefined && (!onMac || inText);
      return {
        label: title,
        enabled,
        click: () => run(id),
        // Elsewhere the page runs its own keys; the menu only says them.
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

/** `Mod+Shift+P` as Electron writes it; undefined for a key alone, which a menu must not take from the page. */
export function acceleratorOf(keys: string): string | undefined {
  if (!/^F\d+$|.\+./.test(keys)) return undefined;
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), 'Plus'] : keys.split('+');
  return parts.map((part) => NAMES[part] ?? part).join('+');
}
