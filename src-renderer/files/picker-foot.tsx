/** The foot of the file dialog: the name of a new file, and the buttons. What the last button chooses is computed here, by what is wanted. */
import { type ReactElement, useEffect, useState } from 'react';
import { filesTexts } from '../texts/files.ts';
import { fileName } from '../ui/format.ts';
import { Button, TextInput } from '../ui/index.ts';
import { pathOf } from './path-of.ts';
import { isFullPath, joinPath } from './paths.ts';
import { type FileEntry, type Wanted, withProjectEnding } from './purposes.ts';

export interface PickerFootProps {
  readonly wanted: Wanted;
  /** The folder in view; undefined until it is known. */
  readonly folder: string | undefined;
  /** The selected entry. */
  readonly entry: FileEntry | undefined;
  /** Name of a new file. */
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onOpen: () => void;
  readonly answer: (path: string | null) => void;
}

export function PickerFoot({ wanted, folder, entry, name, onName, onOpen, answer }: PickerFootProps): ReactElement {
  const { isNew, folders } = wanted;
  const chosen = isNew ? newPath(folder, pathOf(name)) : chosenPath(folder, entry, folders);
  /** Enter came before the folder was known, which alone says where the named file is. */
  const [isEntered, setIsEntered] = useState(false);
  useEffect(() => {
    if (isEntered && chosen) answer(chosen);
  }, [isEntered, chosen, answer]);
  const words = folders && chosen && entry?.kind !== 'file' ? filesTexts.chooseFolder(fileName(chosen)) : filesTexts.choose;
  return (
    <>
      {isNew ? (
        <TextInput
          label={filesTexts.name}
          value={name}
          onCommit={onName}
          live
          onKeyDown={({ key }) => setIsEntered(key === 'Enter' && name.trim() !== '')}
        />
      ) : null}
      <Button onClick={() => answer(null)}>{filesTexts.cancel}</Button>
      {!isNew && !folders && entry?.kind === 'folder' ? (
        <Button variant="primary" onClick={onOpen}>
          {filesTexts.open}
        </Button>
      ) : (
        <Button variant="primary" disabled={!chosen} onClick={() => chosen && answer(chosen)}>
          {words}
        </Button>
      )}
    </>
  );
}

/** The path of a new project: its name in the folder, unless a whole path was given for a name. */
function newPath(folder: string | undefined, name: string): string | undefined {
  if (name === '') return undefined;
  if (isFullPath(name)) return withProjectEnding(name);
  return folder === undefined ? undefined : withProjectEnding(joinPath(folder, name));
}

/** The path that the button would hand on: the selected file; where folders are wanted, the selected or the present one. */
function chosenPath(folder: string | undefined, entry: FileEntry | undefined, folders: boolean): string | undefined {
  if (folder === undefined) return undefined;
  if (entry?.kind === 'file') return joinPath(folder, entry.name);
  if (!folders) return undefined;
  return entry ? joinPath(folder, entry.name) : folder;
}
