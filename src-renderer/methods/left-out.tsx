/** The methods that a comparison left out, each with the reason, and what is to be known of its figures. */
import type { ReactElement } from 'react';
import { type Note, noteMessage } from '../../src-shared/message/index.ts';
import type { MethodLeftOut } from '../../src-shared/tuning/index.ts';
import { inWindow } from '../texts/messages.ts';
import { methodsTexts as texts } from '../texts/methods.ts';

export interface LeftOutProps {
  readonly methods: readonly MethodLeftOut[];
  readonly notes: readonly Note[];
}

export const LeftOut = ({ methods, notes }: LeftOutProps): ReactElement => (
  <div className="methods-more selectable" tabIndex={0} role="group" aria-label={texts.parts.more}>
    <Lines title={texts.leftOut} lines={methods.map(({ name, why }) => texts.leftOutOne(name, inWindow(why)))} />
    <Lines title={texts.notes} lines={notes.map((note) => inWindow(noteMessage(note)))} />
  </div>
);

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): ReactElement | null {
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
