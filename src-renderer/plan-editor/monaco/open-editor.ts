/** Making the editor of the plan's text in a few steps, each a picture apart: at once they would hold up the window. */
import { planTexts } from '../../texts/plan-editor.ts';
import { onRevealPlace } from '../reveal.ts';
import { planDocument } from './plan-document.ts';
import { EDITOR_OPTIONS, monaco } from './setup.ts';
import { letWindowKeysThrough } from './window-keys.ts';

/** Makes the editor of the open project's plan in `host` and tells `ready` of it. Returns what takes it away, also half made. */
export function openEditor(host: HTMLElement, ready: (editor: monaco.editor.IStandaloneCodeEditor) => void): () => void {
  const ends: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const inTurn = (steps: readonly (() => void)[]): void => {
    const [step, ...others] = steps;
    if (!step) return;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        step();
        inTurn(others);
      });
    });
    ends.push(() => cancelAnimationFrame(frame));
  };
  let editor: monaco.editor.IStandaloneCodeEditor;
  inTurn([
    () => void planDocument(),
    () => {
      editor = monaco.editor.create(host, { ...EDITOR_OPTIONS, model: null, ariaLabel: planTexts.editorName });
      ends.push(() => editor.dispose());
    },
    () => {
      ends.push(fill(editor));
      ready(editor);
    },
  ]);
  return () => {
    clearTimeout(timer);
    for (const end of ends.toReversed()) end();
  };
}

/** Puts the plan's text into the editor, with its keys. Returns what ends that. */
function fill(editor: monaco.editor.IStandaloneCodeEditor): () => void {
  const document = planDocument();
  editor.setModel(document.model);
  const { KeyMod, KeyCode } = monaco;
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, () => document.undo(editor));
  editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, () => document.redo(editor));
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyY, () => document.redo(editor));
  const keys = letWindowKeysThrough(editor);
  const blurred = editor.onDidBlurEditorText(() => document.flush());
  const stop = onRevealPlace(({ line, column }) => {
    editor.setPosition({ lineNumber: line, column });
    editor.revealLineInCenter(line);
    // The panel may be hidden still; what is hidden takes no focus.
    requestAnimationFrame(() => requestAnimationFrame(() => editor.focus()));
  });
  return () => {
    stop();
    blurred.dispose();
    keys.dispose();
    document.flush();
  };
}
