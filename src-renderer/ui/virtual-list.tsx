/**
 * A list of any length that draws only what is in view (react-virtual). It is one stop of the Tab key; arrows, Home, End and the page
 * keys move the active row, Enter and a click choose it.
 */
import { elementScroll, useVirtualizer, type VirtualizerOptions } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import './virtual-list.css';

export interface VirtualListProps<T> {
  /** Accessible name. */
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T, index: number) => string | number;
  readonly render: (item: T, index: number) => ReactNode;
  /** Row height in px. */
  readonly rowHeight?: number | undefined;
  /** Height of the list in px, where it is known: the first picture has just the rows that this takes. */
  readonly height?: number | undefined;
  /** Row that stands for the present state; −1 for none. It is brought into view when it changes. */
  readonly selected?: number | undefined;
  /** In a list of many choices: whether an item is chosen. Choosing it again is to take it back. */
  readonly isChosen?: ((item: T) => boolean) | undefined;
  /** Enter, or a click. */
  readonly onChoose: (item: T, index: number) => void;
  /** Each move by arrows chooses too: for a list that follows. */
  readonly follow?: boolean | undefined;
}

const PAGE = 10;
/** Height of a list of unknown height until its size is told, px: more than most have. */
const FIRST_HEIGHT = 640;

export function VirtualList<T>(props: VirtualListProps<T>): ReactElement {
  const {
    label,
    items,
    keyOf,
    render,
    rowHeight = 28,
    height = FIRST_HEIGHT,
    selected = -1,
    isChosen,
    onChoose,
    follow = false,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(Math.max(0, selected));
  const rows = useVirtualRows(scroller, items.length, rowHeight, height, (index) => keyOf(items[index]!, index));
  useEffect(() => {
    if (selected < 0) return;
    setActive(selected);
    rows.scrollToIndex(selected);
    // Only when the selected row changes: scrolling by hand has to be left alone otherwise.
  }, [selected]);
  const at = Math.min(active, items.length - 1);

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setActive(next);
    rows.scrollToIndex(next);
    if (follow && next !== at && items[next] !== undefined) onChoose(items[next], next);
  };
  const press = (event: KeyboardEvent): void => {
    const to = destinationOf(event.key, at, items.length);
    if (to !== undefined) move(to);
    else if ((event.key === 'Enter' || event.key === ' ') && items[at] !== undefined) onChoose(items[at], at);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="ui-list"
      role="listbox"
      aria-label={label}
      aria-multiselectable={isChosen !== undefined || undefined}
      tabIndex={0}
      aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
      onKeyDown={press}
    >
      <div className="ui-list-all" style={{ height: rows.getTotalSize() }} role="presentation">
        {rows.getVirtualItems().map(({ index, key, start, size }) => (
          <div
            key={key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={isChosen ? isChosen(items[index]!) : index === selected}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            className={classNames('ui-list-row', index === at && 'ui-list-active')}
            style={{ height: size, transform: `translateY(${start}px)` }}
            onClick={() => {
              setActive(index);
              onChoose(items[index]!, index);
            }}
          >
            {render(items[index]!, index)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The row that a key moves to from row `at` of `count`, beyond the ends too; undefined for a key that does not move. */
const destinationOf = (key: string, at: number, count: number): number | undefined =>
  ({ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: count - 1 })[key];

/** Hook: the library's rows of one height. */
const useVirtualRows = (
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  rowHeight: number,
  height: number,
  getItemKey: (index: number) => string | number,
) =>
  useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    initialRect: { width: 0, height },
    observeElementRect: observeSize,
    scrollToFn: scroll,
    overscan: 8,
    getItemKey,
  });

type Options = VirtualizerOptions<HTMLDivElement, Element>;

/** Tells the list its size once the page is laid out. Asking for it, as the library would, has the page laid out in the middle of a change. */
const observeSize: Options['observeElementRect'] = ({ scrollElement }, tell) => {
  if (!scrollElement) return undefined;
  const observer = new ResizeObserver(([entry]) => {
    const size = entry?.borderBoxSize[0];
    if (size) tell({ width: Math.round(size.inlineSize), height: Math.round(size.blockSize) });
  });
  observer.observe(scrollElement);
  return () => observer.disconnect();
};

/** The same goes for scrolling to the top of a list that is there, as the library does with every new one. */
const scroll: Options['scrollToFn'] = (offset, options, list) => {
  if (offset !== 0 || (list.scrollOffset ?? 0) !== 0) elementScroll(offset, options, list);
};
