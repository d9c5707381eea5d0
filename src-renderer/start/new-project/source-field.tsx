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
  /** The dialog begins here while nothing is chosen. */
  readonly near?: string | undefined;
  /** Says that the path is wrong, and why. */
  readonly message?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly onType?: (() => void) | undefined;
  readonly onCommit: (path: string) => void;
}

export function SourceField({ chooseName, purpose, near, onCommit, ...field }: SourceFieldProps): ReactElement {
  const { value, disabled } = field;
  const choose = async (): Promise<void> => {
    const path = await chooseFile(purpose, value === '' ? near : value);
    if (path !== null) onCommit(path);
  };
  const button = (
    <Button
      variant="quiet"
      icon={<FolderOpen size={14} aria-hidden />}
      aria-label={chooseName}
      disabled={disabled}
      onClick={() => attempt(choose)}
    >
      {newTexts.choose}
    </Button>
  );
  return <TextField {...field} onCommit={(text) => onCommit(pathOf(text))} after={button} />;
}
