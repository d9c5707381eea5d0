/** A field whose text stands for something else: what cannot be read stays on screen, with what is wrong. */
import { type ReactElement, useState } from 'react';
import { TextField } from '../../ui/index.ts';

export interface ParsedFieldProps<T> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly text: string;
  readonly placeholder?: string | undefined;
  readonly read: (text: string) => T | undefined;
  /** What is wrong with a text that cannot be read. */
  readonly wrong: string;
  readonly onCommit: (value: T) => void;
  /** An empty field means none. */
  readonly onClear?: (() => void) | undefined;
}

export function ParsedField<T>(props: ParsedFieldProps<T>): ReactElement {
  const { label, hint, text, placeholder, read, wrong, onCommit, onClear } = props;
  const [unread, setUnread] = useState<string | null>(null);
  const commit = (typed: string): void => {
    const value = read(typed);
    const isCleared = typed.trim() === '' && onClear !== undefined;
    setUnread(isCleared || value !== undefined ? null : typed);
    if (isCleared) onClear();
    else if (value !== undefined) onCommit(value);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      placeholder={placeholder}
      value={unread ?? text}
      message={unread === null ? null : wrong}
      onCommit={commit}
    />
  );
}
