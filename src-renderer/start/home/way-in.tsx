/** One of the ways to a project: a command with room for what it does. */
import type { ReactElement, ReactNode } from 'react';
import { type Command, runCommand, useCanRun } from '../../commands/index.ts';
import { ariaKey, Kbd } from '../../ui/index.ts';

export interface WayInProps {
  readonly command: Command;
  readonly icon: ReactNode;
  readonly hint: string;
}

export function WayIn({ command, icon, hint }: WayInProps): ReactElement {
  const enabled = useCanRun(command.id);
  const [key] = command.keys ?? [];
  return (
    <button
      type="button"
      className="start-way"
      aria-keyshortcuts={key === undefined ? undefined : ariaKey(key)}
      disabled={!enabled}
      onClick={() => runCommand(command)}
    >
      {icon}
      <span className="start-way-words">
        <span className="start-way-title">{command.title}</span>
        <small>{hint}</small>
      </span>
      {key === undefined ? null : <Kbd keys={key} />}
    </button>
  );
}
