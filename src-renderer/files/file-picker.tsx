/**
 * The window's own file dialog, for hosts without the system's: one folder at a time. Arrows and letters move, Enter opens a folder
 * or chooses a file, Backspace goes up; a path can be typed or pasted.
 */
import ArrowUp from 'lucide-react/icons/arrow-up';
import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { workbench } from '../state/index.ts';
import { filesTexts } from '../texts/files.ts';
import { fileName } from '../ui/format.ts';
import { Button, Dialog, EmptyState, ErrorPanel, IconButton, TextInput, VirtualList } from '../ui/index.ts';
import type { FileQuestion } from './choose-file.ts';
import { FileRow } from './file-row.tsx';
import { pathOf } from './path-of.ts';
import { folderOf, isFullPath, joinPath } from './paths.ts';
import { type FileEntry, shownEntries, takesFile, WANTED, withProjectEnding } from './purposes.ts';
import { typeAhead } from './type-ahead.ts';
import { useFolder } from './use-folder.ts';

/** Folder that was looked at last: the next dialog starts there. */
let lastFolder: string | undefined;

export function FilePicker({ purpose, suggested, answer }: FileQuestion): ReactElement {
  const wanted = WANTED[purpose];
  const [asked, setAsked] = useState({ path: startOf(purpose, suggested), again: 0, byEnter: false });
  const [at, setAt] = useState(0);
  const [name, setName] = useState(wanted.isNew && suggested ? fileName(suggested) : '');
  /** A file whose path was given, which this purpose does not take. */
  const [unfit, setUnfit] = useState<string | null>(null);
  const isEnter = useRef(false);
  const cameFrom = useRef(suggested === undefined ? undefined : fileName(suggested));
  const jump = useRef(typeAhead());
  const listBox = useRef<HTMLDivElement>(null);
  const { list, error, busy } = useFolder(asked.path, asked.again);
  const entries = list ? shownEntries(list.entries, purpose) : [];
  const entry = entries[at];

  useEffect(() => {
    if (!list) return;
    lastFolder = list.folder;
    const { file } = list;
    const fits = file !== null && takesFile(file, purpose);
    if (fits && wanted.isNew) setName(file);
    // Enter means the file; leaving the field only shows it.
    else if (fits && asked.byEnter) answer(joinPath(list.folder, file));
    setUnfit(fits ? null : file);
    cameFrom.current = file ?? cameFrom.current;
    setAt(
      Math.max(
        0,
        entries.findIndex((one) => one.name === cameFrom.current),
      ),
    );
    cameFrom.current = undefined;
    listBox.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
    // Only when another folder has arrived.
  }, [list]);

  const go = (path: string, byEnter = false): void => setAsked(({ again }) => ({ path, again: again + 1, byEnter }));
  /** A path that was typed or pasted: of a folder, or of a file. */
  const take = (text: string): void => {
    const path = pathOf(text);
    const byEnter = isEnter.current;
    isEnter.current = false;
    if (path === '') return;
    if (!wanted.isNew || !takesFile(path, purpose)) return go(path, byEnter);
    // A new file is not there yet: its folder is.
    setName(fileName(path));
    go(folderOf(path));
  };
  const up = (): void => {
    if (!list || list.parent === null) return;
    cameFrom.current = fileName(list.folder);
    go(list.parent);
  };
  const open = (one: FileEntry | undefined): void => {
    if (!one || !list) return;
    const path = joinPath(list.folder, one.name);
    if (one.kind === 'folder') go(path);
    else if (wanted.isNew) setName(one.name);
    else answer(path);
  };
  const select = (one: FileEntry, index: number): void => {
    setAt(index);
    if (wanted.isNew && one.kind === 'file') setName(one.name);
  };
  const press = (event: KeyboardEvent): void => {
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Enter') open(entry);
    else if (event.key === 'Backspace' || (event.key === 'ArrowUp' && event.altKey)) up();
    else if (typed) {
      const found = jump.current(event.key, entries);
      if (found >= 0) setAt(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const chosen = wanted.isNew ? newPath(list?.folder, pathOf(name)) : chosenPath(list?.folder, entry, wanted.folders);
  const words =
    wanted.folders && chosen && entry?.kind !== 'file' ? filesTexts.chooseFolder(fileName(chosen)) : filesTexts.choose;
  return (
    <Dialog
      title={filesTexts.titles[purpose]}
      description={filesTexts.hints[purpose]}
      open
      onOpenChange={(isOpen) => !isOpen && answer(null)}
      size="large"
      footer={
        <>
          {wanted.isNew ? (
            <TextInput
              label={filesTexts.name}
              value={name}
              onCommit={setName}
              live
              onKeyDown={({ key }) => key === 'Enter' && chosen && answer(chosen)}
            />
          ) : null}
          <Button onClick={() => answer(null)}>{filesTexts.cancel}</Button>
          {!wanted.isNew && !wanted.folders && entry?.kind === 'folder' ? (
            <Button variant="primary" onClick={() => open(entry)}>
              {filesTexts.open}
            </Button>
          ) : (
            <Button variant="primary" disabled={!chosen} onClick={() => chosen && answer(chosen)}>
              {words}
            </Button>
          )}
        </>
      }
    >
      <div className="files-picker">
        <div className="files-path">
          <IconButton
            name={filesTexts.up}
            keys="Backspace"
            icon={<ArrowUp size={16} aria-hidden />}
            disabled={(list?.parent ?? null) === null}
            onClick={up}
          />
          <TextInput
            label={filesTexts.folder}
            value={error ? asked.path : (list?.folder ?? asked.path)}
            onKeyDown={({ key }) => {
              isEnter.current = key === 'Enter';
            }}
            onCommit={take}
          />
        </div>
        {unfit === null ? null : (
          <p className="ui-field-message ui-field-wrong" role="alert">
            {filesTexts.unfit(unfit, filesTexts.hints[purpose])}
          </p>
        )}
        {error ? <ErrorPanel error={error} title={filesTexts.unreadable} onRetry={() => go(asked.path)} /> : null}
        <div
          className="files-list"
          ref={listBox}
          aria-busy={busy}
          onKeyDownCapture={press}
          onDoubleClick={(event) => (event.target as HTMLElement).closest('[role="option"]') && open(entry)}
        >
          {list && entries.length === 0 ? <EmptyState title={filesTexts.empty}>{filesTexts.emptyHint}</EmptyState> : null}
          {entries.length > 0 ? (
            <VirtualList
              label={filesTexts.list}
              items={entries}
              keyOf={(one) => one.name}
              render={(one) => <FileRow entry={one} />}
              selected={at}
              onChoose={select}
              follow
            />
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

function startOf(purpose: FileQuestion['purpose'], suggested: string | undefined): string {
  const home = workbench().info?.home ?? '/';
  if (!suggested) return lastFolder ?? home;
  // A suggestion may be a folder or a file; of a new file only its folder can be there.
  return folderOf(suggested) || (purpose === 'new-project' ? home : (lastFolder ?? home));
}

/** The path of a new project: its name in the folder, unless a whole path was given for a name. */
function newPath(folder: string | undefined, name: string): string | undefined {
  if (name === '' || folder === undefined) return undefined;
  return withProjectEnding(isFullPath(name) ? name : joinPath(folder, name));
}

/** The path that the button would hand on: the selected file; where folders are wanted, the selected or the present one. */
function chosenPath(folder: string | undefined, entry: FileEntry | undefined, folders: boolean): string | undefined {
  if (folder === undefined) return undefined;
  if (entry?.kind === 'file') return joinPath(folder, entry.name);
  if (!folders) return undefined;
  return entry ? joinPath(folder, entry.name) : folder;
}
