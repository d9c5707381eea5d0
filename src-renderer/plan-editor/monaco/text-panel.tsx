/** The plan's text in an editor, with a line below that says how it stands to the plan. */
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useWorkbench } from '../../state/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { planTexts } from '../../texts/plan-editor.ts';
import { PlainText } from '../plain-text.tsx';
import { openEditor } from './open-editor.ts';
import type { monaco } from './setup.ts';
import { TextState } from './text-state.tsx';

/** The editor of the open project's plan; the text alone until it is made. */
export function TextPanel(): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);

  useEffect(() => {
    const close = openEditor(host.current!, setEditor);
    return () => {
      close();
      setEditor(null);
    };
  }, []);
  useEffect(() => {
    editor?.updateOptions({
      readOnly: readOnly !== null,
      ...(readOnly === null ? {} : { readOnlyMessage: { value: planTexts.readOnly(inWindow(readOnly)) } }),
    });
  }, [editor, readOnly]);

  return (
    <>
      <div className="plan-editor-place">
        {/* nokey: the graph's library would take the space bar from everything that is no text field in its eyes. */}
        <div className="plan-editor-text nokey" style={{ visibility: editor ? undefined : 'hidden' }} ref={host} />
        {editor ? null : <PlainText />}
      </div>
      <TextState />
    </>
  );
}
