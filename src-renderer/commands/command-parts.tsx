/** Commands as buttons and menu items: words, key and whether it can run now all come from the command. */
import type { ReactElement, ReactNode } from 'react';
import { useWorkbench, workbench } from '../state/workbench.ts';
import { Button, type ButtonProps, IconButton } from '../ui/button.tsx';
import type { MenuItem } from '../ui/menu.tsx';
import { commandOf } from './define-command.ts';
import { runCommand } from './listen.ts';

/** Hook: whether a command can be run now; false for one that does not exist. */
export const useCanRun = (id: string): boolean =>
  useWorkbench((state) => {
    const command = commandOf(id);
    return command !== undefined && (command.when?.(state) ?? true);
  });

export interface CommandIconProps {
  readonly id: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean | undefined;
}

/** An icon button that runs a command. */
export function CommandIcon({ id, icon, pressed }: CommandIconProps): ReactElement {
  const command = commandOf(id);
  const enabled = useCanRun(id);
  return (
    <IconButton
      name={command?.title ?? id}
      icon={icon}
      keys={command?.keys?.[0]}
      pressed={pressed}
      disabled={!enabled}
      onClick={() => runCommand(command)}
    />
  );
}

/** A button with words that runs a command; with the command's title unless other words are given. */
export function CommandButton({ id, children, ...button }: ButtonProps & { readonly id: string }): ReactElement {
  const command = commandOf(id);
  const enabled = useCanRun(id);
  return (
    <Button {...button} disabled={!enabled} onClick={() => runCommand(command)}>
      {children ?? command?.title ?? id}
    </Button>
  );
}

/** Commands as items of a menu; ids that do not exist are left out, `-` is a line between groups. */
export const commandItems = (ids: readonly string[]): readonly MenuItem[] =>
  ids.flatMap((id): readonly MenuItem[] => {
    if (id === '-') return [{ kind: 'separator' }];
    const command = commandOf(id);
    if (!command) return [];
    const disabled = !(command.when?.(workbench()) ?? true);
    return [{ kind: 'action', label: command.title, keys: command.keys?.[0], disabled, onSelect: () => runCommand(command) }];
  });
