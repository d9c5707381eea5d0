/** What is in the folder in view. Arrows and letters move, Enter opens a folder or chooses a file, Backspace and Alt+Up go up. */
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import type { FileList } from '../../src-shared/contract/index.ts';
import { filesTexts } from '../texts/files.ts';
import { EmptyState, VirtualList } from '../ui/index.ts';
import { FileRow } from './file-row.tsx';
import type { FileEntry } from './purposes.ts';
import { typeAhead } from './type-ahead.ts';

export interface FolderContentsProps {
  /** The folder; null until it is known. Another one takes the keyboard. */
  readonly list: FileList | null;
  /** Those of its entries that are shown. */
  readonly entries: readonly FileEntry[];
  /** The selected one. */
  readonly at: number;
  readonly busy: boolean;
  readonly onSelect: (at: number) => void;
  readonly onOpen: () => void;
  readonly onUp: () => void;
}

export function FolderContents({ list, entries, at, busy, onSelect, onOpen, onUp }: FolderContentsProps): ReactElement {
  const jump = useRef(typeAhead());
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list) box.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
  }, [list]);

  const press = (event: KeyboardEvent): void => {
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Enter') onOpen();
    else if (event.key === 'Backspace' || (event.key === 'ArrowUp' && event.altKey)) onUp();
    else if (typed) {
      const found = jump.current(event.key, entries);
      if (found >= 0) onSelect(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="files-list"
      ref={box}
      aria-busy={busy}
      onKeyDownCapture={press}
      onDoubleClick={(event) => (event.target as HTMLElement).closest('[role="option"]') && onOpen()}
    >
      {list && entries.length === 0 ? <EmptyState title={filesTexts.empty}>{filesTexts.emptyHint}</EmptyState> : null}
      {entries.length > 0 ? (
        <VirtualList
          label={filesTexts.list}
          items={entries}
          keyOf={(one) => one.name}
          render={(one) => <FileRow entry={one} />}
          selected={at}
          onChoose={(_, index) => onSelect(index)}
          follow
        />
      ) : null}
    </div>
  );
}
