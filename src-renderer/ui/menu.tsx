/** Menus: below a button, or where the pointer is. Both are given the same plain items. */
import Check from 'lucide-react/icons/check';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { type AfterClose, useAfterClose } from './after-close.ts';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import './menu.css';

export type MenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly onSelect: () => void;
      readonly hint?: string | undefined;
      readonly icon?: ReactNode;
      readonly keys?: string | undefined;
      readonly disabled?: boolean | undefined;
      /** For an item that is on or off. */
      readonly checked?: boolean | undefined;
      readonly danger?: boolean | undefined;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly MenuItem[]; readonly icon?: ReactNode }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'separator' };

/** Radix's two menus have the same parts under two names. */
type Parts = Pick<
  typeof RadixDropdown,
  'Item' | 'CheckboxItem' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Label' | 'Separator' | 'Portal'
>;

/** Items, or what makes them when the menu opens. */
export type MenuItems = readonly MenuItem[] | (() => readonly MenuItem[]);

interface Inside {
  readonly parts: Parts;
  readonly choose: AfterClose['choose'];
}

function Items({ items, ...inside }: Inside & { readonly items: MenuItems }): ReactElement {
  const all = typeof items === 'function' ? items() : items;
  // Room for marks and icons in front of the words, where any item has one.
  const marked = all.some(
    (item) => ('icon' in item && item.icon !== undefined) || ('checked' in item && item.checked !== undefined),
  );
  return (
    <div className={marked ? undefined : 'ui-menu-unmarked'} role="presentation">
      {all.map((item, index) => (
        // Items of one menu do not move while it is open.
        <Entry key={index} item={item} {...inside} />
      ))}
    </div>
  );
}

function Entry({ item, parts, choose }: Inside & { readonly item: MenuItem }): ReactElement {
  if (item.kind === 'separator') return <parts.Separator className="ui-menu-separator" />;
  if (item.kind === 'label') return <parts.Label className="ui-menu-label">{item.label}</parts.Label>;
  if (item.kind === 'submenu') {
    return (
      <parts.Sub>
        <parts.SubTrigger className="ui-menu-item">
          <span className="ui-menu-mark">{item.icon}</span>
          <span className="ui-menu-words">{item.label}</span>
          <ChevronRight size={14} aria-hidden />
        </parts.SubTrigger>
        <parts.Portal>
          <parts.SubContent className="ui-menu" collisionPadding={8}>
            <Items items={item.items} parts={parts} choose={choose} />
          </parts.SubContent>
        </parts.Portal>
      </parts.Sub>
    );
  }
  const { label, onSelect, hint, icon, keys, disabled = false, checked, danger = false } = item;
  const inside = (
    <>
      <span className="ui-menu-mark">{checked ? <Check size={14} aria-hidden /> : icon}</span>
      <span className="ui-menu-words">
        {label}
        {hint === undefined ? null : <small className="ui-menu-hint">{hint}</small>}
      </span>
      {keys === undefined ? null : <Kbd keys={keys} />}
    </>
  );
  const shared = {
    className: classNames('ui-menu-item', danger && 'ui-menu-danger'),
    disabled,
    textValue: label,
    onSelect: () => choose(onSelect),
  };
  return checked === undefined ? (
    <parts.Item {...shared}>{inside}</parts.Item>
  ) : (
    <parts.CheckboxItem {...shared} checked={checked}>
      {inside}
    </parts.CheckboxItem>
  );
}

export interface MenuProps {
  /** The one button that opens it. */
  readonly trigger: ReactElement;
  readonly items: MenuItems;
  readonly align?: 'start' | 'end' | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
}

export function Menu({ trigger, items, align = 'start', side = 'bottom' }: MenuProps): ReactElement {
  const { choose, onCloseAutoFocus } = useAfterClose();
  const place = { align, side, sideOffset: 2, collisionPadding: 8 };
  return (
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content className="ui-menu" {...place} onCloseAutoFocus={onCloseAutoFocus}>
          <Items items={items} parts={RadixDropdown} choose={choose} />
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  );
}

export interface ContextMenuProps {
  /** What has the menu: opened by the secondary button, the menu key, or Shift+F10. */
  readonly children: ReactElement;
  readonly items: MenuItems;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

export function ContextMenu({ children, items, onOpenChange }: ContextMenuProps): ReactElement {
  const { choose, onCloseAutoFocus } = useAfterClose();
  return (
    <RadixContext.Root modal={false} onOpenChange={(open) => onOpenChange?.(open)}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className="ui-menu" collisionPadding={8} onCloseAutoFocus={onCloseAutoFocus}>
          <Items items={items} parts={RadixContext as Parts} choose={choose} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}
