/**
 * The window's own file dialog, for hosts without the system's: one folder at a time. Its path can be typed or pasted, what is in it is a
 * list, and at the foot stands what would be chosen.
 */
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { workbench } from '../state/index.ts';
import { filesTexts } from '../texts/files.ts';
import { fileName } from '../ui/format.ts';
import { Dialog, ErrorPanel } from '../ui/index.ts';
import type { FileQuestion } from './choose-file.ts';
import { FolderContents } from './folder-contents.tsx';
import { PathBar } from './path-bar.tsx';
import { pathOf } from './path-of.ts';
import { folderOf, joinPath } from './paths.ts';
import { PickerFoot } from './picker-foot.tsx';
import { shownEntries, takesFile, WANTED } from './purposes.ts';
import { useFolder } from './use-folder.ts';

/** Folder that was looked at last: the next dialog starts there. */
let lastFolder: string | undefined;

export function FilePicker(question: FileQuestion): ReactElement {
  const { purpose, answer } = question;
  const { folder, asked, entries, at, name, setName, unfit, go, take, up, open, select } = usePicking(question);
  const { list, error, busy } = folder;
  const foot = {
    ...{ wanted: WANTED[purpose], folder: list?.folder, entry: entries[at] },
    ...{ name, onName: setName, onOpen: open, answer },
  };
  return (
    <Dialog
      title={filesTexts.titles[purpose]}
      description={filesTexts.hints[purpose]}
      open
      onOpenChange={(isOpen) => !isOpen && answer(null)}
      size="large"
      footer={<PickerFoot {...foot} />}
    >
      <div className="files-picker">
        <PathBar
          path={error ? asked.path : (list?.folder ?? asked.path)}
          onUp={(list?.parent ?? null) === null ? null : up}
          onTake={take}
        />
        {unfit === null ? null : (
          <p className="ui-field-message ui-field-wrong" role="alert">
            {filesTexts.unfit(unfit, filesTexts.hints[purpose])}
          </p>
        )}
        {error ? <ErrorPanel error={error} title={filesTexts.unreadable} onRetry={() => go(asked.path)} /> : null}
        <FolderContents list={list} entries={entries} at={at} busy={busy} onSelect={select} onOpen={open} onUp={up} />
      </div>
    </Dialog>
  );
}

/** What a person looks at and has chosen so far, and what each act does. */
function usePicking({ purpose, suggested, answer }: FileQuestion) {
  const wanted = WANTED[purpose];
  const [asked, setAsked] = useState({ path: startOf(purpose, suggested), again: 0, byEnter: false });
  const [at, setAt] = useState(0);
  const [name, setName] = useState(wanted.isNew && suggested ? fileName(suggested) : '');
  /** A file whose path was given, which this purpose does not take. */
  const [unfit, setUnfit] = useState<string | null>(null);
  const cameFrom = useRef(suggested === undefined ? undefined : fileName(suggested));
  const folder = useFolder(asked.path, asked.again);
  const { list } = folder;
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
    const from = file ?? cameFrom.current;
    cameFrom.current = undefined;
    setAt(
      Math.max(
        0,
        entries.findIndex((one) => one.name === from),
      ),
    );
    // Only when another folder has arrived.
  }, [list]);

  const go = (path: string, byEnter = false): void => setAsked(({ again }) => ({ path, again: again + 1, byEnter }));
  /** A path that was typed or pasted: of a folder, or of a file. */
  const take = (text: string, byEnter: boolean): void => {
    const path = pathOf(text);
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
  const open = (): void => {
    if (!entry || !list) return;
    const path = joinPath(list.folder, entry.name);
    if (entry.kind === 'folder') go(path);
    else if (wanted.isNew) setName(entry.name);
    else answer(path);
  };
  const select = (index: number): void => {
    setAt(index);
    const one = entries[index];
    if (wanted.isNew && one?.kind === 'file') setName(one.name);
  };
  return { folder, asked, entries, at, name, setName, unfit, go, take, up, open, select };
}

function startOf(purpose: FileQuestion['purpose'], suggested: string | undefined): string {
  const home = workbench().info?.home ?? '/';
  if (!suggested) return lastFolder ?? home;
  // A suggestion may be a folder or a file; of a new file only its folder can be there.
  return folderOf(suggested) || (purpose === 'new-project' ? home : (lastFolder ?? home));
}
