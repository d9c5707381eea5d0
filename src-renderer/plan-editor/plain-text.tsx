/** The plan's text as it is, where no editor is there yet. */
import { type ReactElement, useState } from 'react';
import { rememberedText } from './pending-text.ts';

export function PlainText(): ReactElement {
  const [{ text }] = useState(rememberedText);
  return <pre className="plan-editor-plain selectable">{text}</pre>;
}
