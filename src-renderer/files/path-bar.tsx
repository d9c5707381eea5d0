/** The folder in view as a path, which can be typed or pasted, and the way to the folder above. */
import ArrowUp from 'lucide-react/icons/arrow-up';
import { type ReactElement, useRef } from 'react';
import { filesTexts } from '../texts/files.ts';
import { IconButton, TextInput } from '../ui/index.ts';

export interface PathBarProps {
  readonly path: string;
  /** Null at the root. */
  readonly onUp: (() => void) | null;
  /** Enter means what the path names; leaving the field only shows it. */
  readonly onTake: (text: string, byEnter: boolean) => void;
}

export function PathBar({ path, onUp, onTake }: PathBarProps): ReactElement {
  const isEnter = useRef(false);
  return (
    <div className="files-path">
      <IconButton
        name={filesTexts.up}
        keys="Backspace"
        icon={<ArrowUp size={16} aria-hidden />}
        disabled={onUp === null}
        onClick={() => onUp?.()}
      />
      <TextInput
        label={filesTexts.folder}
        value={path}
        onKeyDown={({ key }) => {
          isEnter.current = key === 'Enter';
        }}
        onCommit={(text) => {
          const byEnter = isEnter.current;
          isEnter.current = false;
          onTake(text, byEnter);
        }}
      />
    </div>
  );
}
