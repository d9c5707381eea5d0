/** Messages come back from a table as they were stored, texts that look like stored messages included. */
import { expect, it } from 'vitest';
import { option, say } from '../../src-shared/message/index.ts';
import { messageFrom, storedMessage } from './stored-message.ts';

it.each([
  'The engine ended.',
  '',
  '["a",{"option":"size"}]',
  '\u{1}["a",{"option":"size"}]',
  say`/x/--input/y: give ${option('size', 'H,W')}`,
  say`${option('batch')}`,
])('%j is read back', (message) => expect(messageFrom(storedMessage(message))).toEqual(message));

it('texts of older projects are messages', () => {
  expect(storedMessage('Use a smaller --batch.')).toBe('Use a smaller --batch.');
  expect(messageFrom('\u{1}[{"option":"unheard-of"}]')).toBe('\u{1}[{"option":"unheard-of"}]');
  expect(messageFrom('\u{1}no JSON')).toBe('\u{1}no JSON');
});
