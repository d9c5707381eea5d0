/** One file or folder in the dialog. */
import File from 'lucide-react/icons/file';
import Folder from 'lucide-react/icons/folder';
import type { ReactElement } from 'react';
import { bytes } from '../ui/format.ts';
import type { FileEntry } from './purposes.ts';

export const FileRow = ({ entry: { kind, name, size } }: { readonly entry: FileEntry }): ReactElement => (
  <>
    {kind === 'folder' ? <Folder size={14} aria-hidden /> : <File size={14} aria-hidden />}
    <span className="files-name">{name}</span>
    <span className="files-size">{kind === 'file' ? bytes(size) : ''}</span>
  </>
);
