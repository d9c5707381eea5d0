/** Where samples are: a path that is typed or pasted, or chosen. */
import FolderOpen from 'lucide-react/icons/folder-open';
import type { ReactElement } from 'react';
import type { FilePurpose } from '../../../src-shared/contract/index.ts';
import { chooseFile, pathOf } from '../../files/index.ts';
import { attempt } from '../../state/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Button, TextField } from '../../ui/index.ts';

export interface SourceFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Name of the button beside it. */
  readonly chooseName: string;
  readonly purpose: FilePurpose;
  readonly value: string;
  readonly onCommit: (path: string) => void;
}

export function SourceField({ label, hint, chooseName, purpose, value, onCommit }: SourceFieldProps): ReactElement {
  const choose = async (): Promise<void> => {
    const path = await chooseFile(purpose, value === '' ? undefined : value);
    if (path !== null) onCommit(path);
  };
  const button = (
    <Button variant="quiet" icon={<FolderOpen size={14} aria-hidden />} aria-label={chooseName} onClick={() => attempt(choose)}>
      {newTexts.choose}
    </Button>
  );
  return <TextField label={label} hint={hint} value={value} onCommit={(text) => onCommit(pathOf(text))} after={button} />;
}
