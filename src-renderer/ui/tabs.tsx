/** Tabs: a row of names, one panel in view. Panels that were seen keep what is in them unless `unmount` says otherwise. */
import { Tabs as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import './tabs.css';

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
  /** Behind the label: a badge with a count. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
  /** Takes the content down while another tab is in view. */
  readonly unmount?: boolean | undefined;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly tabs: readonly Tab<T>[];
  /** At the end of the row: buttons. */
  readonly actions?: ReactNode;
}

export function Tabs<T extends string>({ label, value, onChange, tabs, actions }: TabsProps<T>): ReactElement {
  const [seen, setSeen] = useState<ReadonlySet<T>>(new Set([value]));
  // While rendering, not after: the panel is there in the same frame as its tab.
  if (!seen.has(value)) setSeen(new Set(seen).add(value));
  return (
    <Radix.Root className="ui-tabs" value={value} onValueChange={(next) => onChange(next as T)}>
      <div className="ui-tabs-bar">
        <Radix.List className="ui-tabs-list" aria-label={label}>
          {tabs.map(({ id, label: name, badge }) => (
            <Radix.Trigger key={id} value={id} className="ui-tab">
              {name}
              {badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions === undefined ? null : <div className="ui-tabs-actions">{actions}</div>}
      </div>
      {tabs.map(({ id, content, unmount = false }) => (
        <Radix.Content key={id} value={id} className="ui-tab-panel" hidden={id !== value} tabIndex={-1} {...keep(!unmount)}>
          {id === value || (seen.has(id) && !unmount) ? content : null}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

const keep = (mounted: boolean): { forceMount?: true } => (mounted ? { forceMount: true } : {});
