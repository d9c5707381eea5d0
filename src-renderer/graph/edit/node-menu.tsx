/** The menu of a node or of the canvas, where the pointer was or beside what has the keyboard. */
import Check from 'lucide-react/icons/check';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { type AfterClose, useAfterClose } from '../../ui/after-close.ts';
import { Kbd } from '../../ui/index.ts';
import { itemOf } from '../model/item.ts';
import { closeFloating } from '../state/floating.ts';
import { focusCanvas } from '../state/keyboard-focus.ts';
import { graphView, useGraphView } from '../state/view-store.ts';
import { graphTexts } from '../../texts/graph.ts';
import { canvasEntries, type MenuEntry } from './canvas-entries.ts';
import { menuFor } from './menu-entries.ts';

export function NodeMenu(): ReactElement | null {
  const floating = useGraphView((view) => view.floating);
  const scene = useGraphView((view) => view.scene);
  const { choose, onCloseAutoFocus } = useAfterClose();
  if (floating?.kind !== 'menu' || !scene) return null;
  const { at } = floating;
  const item = floating.item === null ? null : itemOf(scene.tree, floating.item);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => open || closeFloating()}>
      <DropdownMenu.Trigger asChild>
        <span className="graph-anchor" style={{ left: at.x, top: at.y, width: at.width, height: at.height }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="ui-menu"
          aria-label={item?.label ?? graphTexts.canvasMenu}
          // Radix would name the menu after its trigger, which is an empty place here.
          aria-labelledby={undefined}
          align="start"
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (graphView().floating === null) focusCanvas();
            onCloseAutoFocus();
          }}
        >
          <Entries entries={item ? menuFor(item, scene.open.has(item.id)) : canvasEntries()} choose={choose} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An entry runs once the menu is gone: a menu that closes later would take the keyboard back from the dialog that the entry opens. */
type Chosen = Pick<AfterClose, 'choose'>;

/** Entries of a menu do not move while it is open. */
const Entries = ({ entries, choose }: Chosen & { readonly entries: readonly MenuEntry[] }): ReactElement => (
  <>
    {entries.map((entry, index) => (
      <Entry key={index} entry={entry} choose={choose} />
    ))}
  </>
);

function Entry({ entry, choose }: Chosen & { readonly entry: MenuEntry }): ReactElement {
  if (entry.kind === 'line') return <DropdownMenu.Separator className="ui-menu-separator" />;
  if (entry.kind === 'more') {
    return (
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className="ui-menu-item">
          <span className="ui-menu-mark" />
          <span className="ui-menu-words">{entry.label}</span>
          <ChevronRight size={14} aria-hidden />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent className="ui-menu" collisionPadding={8}>
            <Entries entries={entry.entries} choose={choose} />
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    );
  }
  const { label, run, keys, checked, disabled = false } = entry;
  const inside = (
    <>
      <span className="ui-menu-mark">{checked ? <Check size={14} aria-hidden /> : null}</span>
      <span className="ui-menu-words">{label}</span>
      {keys === undefined ? null : <Kbd keys={keys} />}
    </>
  );
  const shared = { className: 'ui-menu-item', disabled, onSelect: () => choose(run), textValue: label };
  return checked === undefined ? (
    <DropdownMenu.Item {...shared}>{inside}</DropdownMenu.Item>
  ) : (
    <DropdownMenu.CheckboxItem {...shared} checked={checked}>
      {inside}
    </DropdownMenu.CheckboxItem>
  );
}
