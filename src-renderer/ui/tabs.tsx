/**
 * Tabs: a row of names, one panel in view. Panels that were seen keep what is in them unless `unmount` says otherwise. A row that is too
 * narrow for its names scrolls, and gets a menu of all of them.
 */
import ChevronsRight from 'lucide-react/icons/chevrons-right';
import { Tabs as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useLayoutEffect, useState } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { Menu } from './menu.tsx';
import { useSize } from './use-size.ts';
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
  const [list, isTooNarrow] = useTabList(value, tabs.length);
  return (
    <Radix.Root className="ui-tabs" value={value} onValueChange={(next) => onChange(next as T)}>
      <div className="ui-tabs-bar">
        <Radix.List ref={list} className="ui-tabs-list" aria-label={label}>
          {tabs.map(({ id, label: name, badge }) => (
            <Radix.Trigger key={id} value={id} className="ui-tab">
              {name}
              {badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {isTooNarrow ? (
          <Menu
            align="end"
            items={tabs.map(({ id, label: name }) => ({
              kind: 'action' as const,
              label: name,
              checked: id === value,
              onSelect: () => onChange(id),
            }))}
            trigger={
              <button type="button" className="ui-icon-button" aria-label={uiTexts.allTabs(label)} title={uiTexts.allTabs(label)}>
                <ChevronsRight size={16} aria-hidden />
              </button>
            }
          />
        ) : null}
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

/** The row of tabs, with the chosen one in view; true if the row does not show all of its names. */
function useTabList(value: string, count: number) {
  const [list, { width }] = useSize<HTMLDivElement>();
  const [isTooNarrow, setIsTooNarrow] = useState(false);
  useLayoutEffect(() => {
    const row = list.current;
    if (!row) return;
    setIsTooNarrow(row.scrollWidth > row.clientWidth);
    row.querySelector('[data-state="active"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [list, width, value, count]);
  return [list, isTooNarrow] as const;
}

const keep = (mounted: boolean): { forceMount?: true } => (mounted ? { forceMount: true } : {});
