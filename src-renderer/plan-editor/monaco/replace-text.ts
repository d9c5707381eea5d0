/** Puts another text into the editor by the smallest change: a cursor elsewhere in it stays where it is, and undo can take it back. */
import { textEdit } from '../text/edit.ts';
import { monaco } from './setup.ts';

export function replaceText(model: monaco.editor.ITextModel, text: string): void {
  const edit = textEdit(model.getValue(), text);
  if (!edit) return;
  const range = monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to));
  model.pushStackElement();
  model.pushEditOperations([], [{ range, text: edit.text }], () => null);
  model.pushStackElement();
}
