/** The plan's text in an editor, with a line below that says how it stands to the plan. */
import { type ReactElement, useEffect, useRef } from 'react';
import { useWorkbench } from '../../state/index.ts';
import { planTexts } from '../../texts/plan-editor.ts';
import { onRevealPlace } from '../reveal.ts';
import { planDocument } from './plan-document.ts';
import { EDITOR_OPTIONS, monaco } from './setup.ts';
import { TextState } from './text-state.tsx';
import { letWindowKeysThrough } from './window-keys.ts';

/** The editor of the open project's plan. */
export function TextPanel(): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);

  useEffect(() => {
    const document = planDocument();
    const made = monaco.editor.create(host.current!, {
      ...EDITOR_OPTIONS,
      model: document.model,
      ariaLabel: planTexts.editorName,
    });
    editor.current = made;
    const { KeyMod, KeyCode } = monaco;
    made.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, () => document.undo(made));
    made.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, () => document.redo(made));
    made.addCommand(KeyMod.CtrlCmd | KeyCode.KeyY, () => document.redo(made));
    const keys = letWindowKeysThrough(made);
    const blurred = made.onDidBlurEditorText(() => document.flush());
    const stop = onRevealPlace(({ line, column }) => {
      made.setPosition({ lineNumber: line, column });
      made.revealLineInCenter(line);
      // The panel may be hidden still; what is hidden takes no focus.
      requestAnimationFrame(() => requestAnimationFrame(() => made.focus()));
    });
    return () => {
      stop();
      blurred.dispose();
      keys.dispose();
      document.flush();
      made.dispose();
      editor.current = null;
    };
  }, []);
  useEffect(() => {
    editor.current?.updateOptions({
      readOnly: readOnly !== null,
      ...(readOnly === null ? {} : { readOnlyMessage: { value: planTexts.readOnly(readOnly) } }),
    });
  }, [readOnly]);

  return (
    <>
      {/* nokey: the graph's library would take the space bar from everything that is no text field in its eyes. */}
      <div className="plan-editor-text nokey" ref={host} />
      <TextState />
    </>
  );
}
