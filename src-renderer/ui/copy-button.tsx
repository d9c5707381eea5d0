/** Copies a text to the clipboard and says so. */
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { type ReactElement, useEffect, useState } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** What the button says; "Copy details" otherwise. */
  readonly label?: string | undefined;
}

const SHOWN_MS = 2000;

export function CopyButton({ text, label = uiTexts.copyDetails }: CopyButtonProps): ReactElement {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const icon = copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  return (
    <Button variant="quiet" icon={icon} onClick={() => void copyText(text).then(() => setCopied(true))}>
      {/* Both words take the same room, so that nothing moves. */}
      <span className="ui-swap" data-shown={copied ? 'second' : 'first'}>
        <span aria-hidden={copied}>{label}</span>
        <span aria-hidden={!copied} role="status">
          {uiTexts.copied}
        </span>
      </span>
    </Button>
  );
}

/** Copies, also where the page is not allowed to use the clipboard directly. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
