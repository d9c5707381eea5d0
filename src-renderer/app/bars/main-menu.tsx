/** The window's menu: every group of commands with its commands, the same that the palette and the keys run. */
import type { ReactElement, ReactNode } from 'react';
import { allCommands, commandItems } from '../../commands/index.ts';
import { appTexts } from '../../texts/app.ts';
import { commandGroups } from '../../texts/commands.ts';
import { Menu, type MenuItem } from '../../ui/index.ts';

/** More than these would be no menu any more: then only those with keys are in it, all are in the palette. */
const MOST = 16;

/** Groups in the order of the menu, each with the commands that have been defined. */
export function menuItems(): readonly MenuItem[] {
  return Object.entries(commandGroups).flatMap(([group, label]): readonly MenuItem[] => {
    const all = allCommands().filter(({ id }) => id.startsWith(`${group}.`));
    const shown = all.length > MOST ? all.filter(({ keys }) => keys !== undefined && keys.length > 0) : all;
    return shown.length === 0 ? [] : [{ kind: 'submenu', label, items: commandItems(shown.map(({ id }) => id)) }];
  });
}

export const MainMenu = ({ icon }: { readonly icon: ReactNode }): ReactElement => (
  <Menu
    trigger={
      <button type="button" className="ui-icon-button" aria-label={appTexts.menu}>
        {icon}
      </button>
    }
    items={menuItems}
  />
);
