/** One report of the text editor is left out; every other still reaches the page. */
import { expect, it } from 'vitest';
import { errorHandler, onUnexpectedError } from 'monaco-editor/base/common/errors';
import { followEditorErrors } from './editor-errors.ts';

it('leaves out the one that means nothing, and no other', () => {
  const seen: string[] = [];
  errorHandler.unexpectedErrorHandler = (error) => void seen.push(String(error));
  followEditorErrors();
  for (const message of ['Token length and text length do not match!', 'Token length and text length', 'Illegal argument'])
    onUnexpectedError(new Error(message));
  onUnexpectedError('Token length and text length do not match!');
  expect(seen).toEqual([
    'Error: Token length and text length',
    'Error: Illegal argument',
    'Token length and text length do not match!',
  ]);
});
