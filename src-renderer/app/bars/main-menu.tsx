/** The window's menu: every group of commands with its commands, the same that the palette and the keys run. */
import type { ReactElement, ReactNode } from 'react';
import { allCommands, commandItems } from '../../commands/index.ts';
import { appTexts } from '../../texts/app.ts';
import { commandGroups } from '../../texts/commands.ts';
import { Menu, type MenuItem } from '../../ui/index.ts';

/** Groups in the order of the menu, each with the commands that have been defined. */
export function menuItems(): readonly MenuItem[] {
  const ids = allCommands().map(({ id }) => id);
  return Object.entries(commandGroups).flatMap(([group, label]): readonly MenuItem[] => {
    const items = commandItems(ids.filter((id) => id.startsWith(`${group}.`)));
    return items.length === 0 ? [] : [{ kind: 'submenu', label, items }];
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
