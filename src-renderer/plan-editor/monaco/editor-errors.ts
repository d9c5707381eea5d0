/**
 * Errors that the text editor reports of itself reach the page as they always did, all but one: while a person types very fast, Monaco
 * 0.57 may find that the colours of a line are those of its text a moment before. It reports that and goes on: the text is not affected, and
 * the line is coloured anew. It is not of our making: the plan's text is only ever replaced from a timer or after a change of the store,
 * never inside an event of its own contents, and what listens to those only reads (plan-document.ts).
 */
import { errorHandler } from 'monaco-editor/base/common/errors';

const HARMLESS = 'Token length and text length do not match!';

/** Leaves out the one report; called once. */
export function followEditorErrors(): void {
  const report = errorHandler.unexpectedErrorHandler;
  errorHandler.unexpectedErrorHandler = (error) => {
    if (!(error instanceof Error && error.message === HARMLESS)) report(error);
  };
}
