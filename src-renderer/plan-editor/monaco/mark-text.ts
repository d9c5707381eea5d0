/** Marks in the plan's text: why it cannot be read, or what is wrong with the plan that it says. */
import { workbench } from '../../state/index.ts';
import { planMarks } from '../text/layer-keys.ts';
import { placeAt } from '../text/place.ts';
import { textProblemsOf } from '../text/problems.ts';
import type { SyncState } from '../text/sync.ts';
import { monaco } from './setup.ts';

const OWNER = 'spikeloom';

/** Marks the text in place of what was marked before. */
export function markText(model: monaco.editor.ITextModel, { status, problems }: SyncState): void {
  const { project, history } = workbench();
  const text = model.getValue();
  const unreadable = textProblemsOf({ problems }).map((problem, index) => ({ ...problem, code: problems[index]!.code }));
  const marks = status === 'in-step' && project && history ? planMarks(text, history.plan, project.graph.layers) : unreadable;
  monaco.editor.setModelMarkers(
    model,
    OWNER,
    marks.map(({ code, message, line, column }) => ({
      severity: monaco.MarkerSeverity.Error,
      code,
      message,
      ...rangeAt(model, text, line, column),
    })),
  );
}

/** What a mark underlines: the string that begins there, or the word, or one character. */
function rangeAt(model: monaco.editor.ITextModel, text: string, lineNumber: number, column: number): monaco.IRange {
  const offset = model.getOffsetAt({ lineNumber, column });
  const { string } = placeAt(text, offset);
  const word = /^[\w.+-]+/.exec(text.slice(offset))?.[0].length ?? 1;
  const end = model.getPositionAt(string?.from === offset ? string.to : offset + word);
  return { startLineNumber: lineNumber, startColumn: column, endLineNumber: end.lineNumber, endColumn: end.column };
}
