/** The palette: every command and every layer, found by typing. */
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type ReactElement, type RefObject, useId, useMemo, useRef, useState } from 'react';
import { useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { type AfterClose, useAfterClose } from '../../ui/after-close.ts';
import { classNames, Kbd, useReturnFocus } from '../../ui/index.ts';
import { closeDialog, useDialog } from '../dialogs.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';
import './palette.css';
import { ROW, useRowWindow } from './row-window.ts';

const texts = appTexts.search;
const PAGE = 10;

/**
 * The palette, where it is open. To the library it is not modal: making all else inert by style (no pointer events, no scrolling) has
 * the style of every element worked out again, twice. The shade takes the pointer, the field keeps the keyboard.
 */
export function Palette(): ReactElement {
  const open = useDialog((dialog) => dialog.open);
  const input = useRef<HTMLInputElement>(null);
  const returnFocus = useReturnFocus(open === 'palette' || open === 'layers');
  const { choose, onCloseAutoFocus } = useAfterClose();
  const closed = (event: Event): void => {
    returnFocus(event);
    onCloseAutoFocus();
  };
  return (
    <Dialog.Root modal={false} open={open === 'palette' || open === 'layers'} onOpenChange={(next) => !next && closeDialog()}>
      <Dialog.Portal>
        <div className="ui-dialog-shade" />
        <Dialog.Content
          className="app-palette"
          aria-modal
          aria-describedby={undefined}
          onFocusOutside={(event) => {
            event.preventDefault();
            input.current?.focus();
          }}
          onCloseAutoFocus={closed}
        >
          <Dialog.Title className="visually-hidden">{texts.label}</Dialog.Title>
          <Search key={open} layersOnly={open === 'layers'} choose={choose} input={input} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface SearchProps {
  readonly layersOnly: boolean;
  readonly choose: AfterClose['choose'];
  readonly input: RefObject<HTMLInputElement | null>;
}

/** Made anew each time the palette opens: an empty query, commands as they can be run then. */
function Search({ layersOnly, choose, input }: SearchProps): ReactElement {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const project = useWorkbench((state) => state.project);
  const id = useId();
  const layers = project?.graph.layers;
  const { entries, more } = useMemo(() => paletteEntries(query, layersOnly, layers ?? []), [query, layersOnly, layers]);
  const at = Math.min(active, entries.length - 1);
  const list = useRef<HTMLDivElement>(null);
  const { first, end, onScroll } = useRowWindow(list, entries, at);
  const take = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    choose(entry.run);
    closeDialog();
  };

  const press = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1 < entries.length ? at + 1 : 0,
      ArrowUp: at > 0 ? at - 1 : entries.length - 1,
      PageDown: Math.min(entries.length - 1, at + PAGE),
      PageUp: Math.max(0, at - PAGE),
    };
    const to = moves[event.key];
    if (to !== undefined) setActive(to);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(entries[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={input}
        className="app-palette-input"
        role="combobox"
        aria-label={texts.label}
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={layersOnly ? texts.layersPlaceholder : texts.placeholder}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div ref={list} id={id} role="listbox" aria-label={texts.label} className="app-palette-list" onScroll={onScroll}>
        <div role="presentation" style={{ paddingTop: first * ROW, paddingBottom: (entries.length - end) * ROW }}>
          {entries.slice(first, end).map((entry, index) => (
            <Row
              key={entry.key}
              id={`${id}-${first + index}`}
              entry={entry}
              active={first + index === at}
              place={first + index + 1}
              count={entries.length}
              onPoint={() => setActive(first + index)}
              onTake={() => take(entry)}
            />
          ))}
        </div>
      </div>
      {entries.length === 0 ? <p className="app-palette-note">{texts.none(query)}</p> : null}
      {more > 0 ? <p className="app-palette-note">{texts.more(more)}</p> : null}
    </>
  );
}

interface RowProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly active: boolean;
  /** Among all, from 1. */
  readonly place: number;
  readonly count: number;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

function Row({ id, entry, active, place, count, onPoint, onTake }: RowProps): ReactElement {
  const { words, isName, aside, keys } = entry;
  return (
    // Pointing follows the mouse only where it moves: rows that scroll past a resting pointer stay as they are.
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-setsize={count}
      aria-posinset={place}
      className="app-palette-item"
      onMouseMove={active ? undefined : onPoint}
      onClick={onTake}
    >
      <span className={classNames('app-palette-words', isName && 'app-palette-name')}>{words}</span>
      <span className="app-palette-group">{aside}</span>
      <span className="app-palette-keys">{keys === undefined ? null : <Kbd keys={keys} />}</span>
    </div>
  );
}
