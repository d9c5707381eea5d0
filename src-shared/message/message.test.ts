/** A message keeps its references when it is built, changed and rendered. Texts in it are never searched for options. */
import { describe, expect, it } from 'vitest';
import { SpikeloomError, messageOf } from '../errors/index.ts';
import { fromWire, wireError } from '../contract/index.ts';
import {
  distinctNotes,
  isWarning,
  joined,
  layerNamed,
  type Note,
  noteMessage,
  onCommandLine,
  option,
  plainNotes,
  say,
  warning,
  warningsFirst,
  withTexts,
  withoutStop,
} from './index.ts';
import { messageSchema, noteSchema } from './schema.ts';

const PATH = '/x/--input/y --size';

describe('say', () => {
  it('makes a string if there is no reference, and parts if there is one', () => {
    expect(say`${PATH} has ${2} inputs.`).toBe(`${PATH} has 2 inputs.`);
    expect(say`${PATH}: give ${option('size', 'H,W')}.`).toEqual([`${PATH}: give `, { option: 'size', value: 'H,W' }, '.']);
    expect(say`${option('batch')}`).toEqual([{ option: 'batch' }]);
  });

  it('takes messages in, with their references', () => {
    const inner = say`use a smaller ${option('batch')}`;
    expect(say`It ended: ${inner}, or ${inner}.`).toEqual([
      'It ended: use a smaller ',
      { option: 'batch' },
      ', or use a smaller ',
      { option: 'batch' },
      '.',
    ]);
  });
});

it('is said on the command line with options, and paths as they are', () => {
  expect(onCommandLine(say`${PATH}: give ${option('size', 'H,W')} and ${option('label-column')}.`)).toBe(
    `${PATH}: give --size H,W and --label-column.`,
  );
  expect(onCommandLine(PATH)).toBe(PATH);
});

it('is joined, changed and gone on with', () => {
  const list = joined([option('tau'), option('plan'), 'the rest.'], ', ');
  expect(onCommandLine(list)).toBe('--tau, --plan, the rest.');
  expect(onCommandLine(withoutStop(list))).toBe('--tau, --plan, the rest');
  expect(onCommandLine(withoutStop(say`Give ${option('plan')}`))).toBe('Give --plan');
  expect(onCommandLine(withTexts(list, (text) => text.toUpperCase()))).toBe('--tau, --plan, THE REST.');
});

it('crosses as plain data, and so do errors, whose message is that of the command line', () => {
  const sentence = say`${PATH}: give ${option('size', 'H,W')}.`;
  const thrown = new SpikeloomError('model.inputs', sentence, { at: { file: PATH, option: 'size' } });
  expect(thrown.message).toBe(`${PATH}: give --size H,W.`);
  expect(messageOf(thrown)).toEqual(sentence);
  const crossed = fromWire(JSON.parse(JSON.stringify(wireError(thrown))));
  expect(crossed).toMatchObject({ code: 'model.inputs', sentence, at: { file: PATH, option: 'size' } });
  expect(messageSchema.parse(JSON.parse(JSON.stringify(sentence)))).toEqual(sentence);
  expect(messageSchema.safeParse([{ option: 'unheard-of' }]).success).toBe(false);
});

it('an error takes line breaks out of texts and leaves references', () => {
  const { sentence } = new SpikeloomError('model.inputs', say`a\nb ${option('size')} c\u{1b}d`);
  expect(sentence).toEqual(['a b ', { option: 'size' }, ' c\u{FFFD}d']);
});

describe('a layer in a message', () => {
  const sentence = say`${layerNamed('a--size')}: give ${option('size')}.`;

  it('is a reference, and its name on the command line', () => {
    expect(sentence).toEqual([{ layer: 'a--size' }, ': give ', { option: 'size' }, '.']);
    expect(onCommandLine(sentence)).toBe('a--size: give --size.');
    expect(messageSchema.parse(JSON.parse(JSON.stringify(sentence)))).toEqual(sentence);
  });

  it('is cleaned in an error like any other text, and is then no reference', () => {
    const { sentence: cleaned } = new SpikeloomError('model.inputs', say`${layerNamed('a\u{1b}')} and ${layerNamed('b')}`);
    expect(cleaned).toEqual(['a\u{FFFD} and ', { layer: 'b' }]);
  });
});

describe('notes', () => {
  const [plain, away, silent] = [
    'Two images were left out.',
    warning('It does not improve.'),
    warning(say`${layerNamed('l')} is silent.`),
  ];

  it('are messages or warnings, as they are stored', () => {
    for (const note of [plain, away, silent, say`${option('size')}`])
      expect(noteSchema.parse(JSON.parse(JSON.stringify(note)))).toEqual(note);
    expect([plain, away].map(isWarning)).toEqual([false, true]);
    expect(noteMessage(silent)).toEqual([{ layer: 'l' }, ' is silent.']);
    expect(noteSchema.safeParse({ severity: 'grave', message: 'x' }).success).toBe(false);
  });

  it('have warnings in front, in the order they were made', () =>
    expect(warningsFirst([plain, away, 'b', silent])).toEqual([away, silent, plain, 'b']));

  it('are kept once, even if an older version stored the text of a warning alone', () => {
    const notes: Note[] = [silent, plain, 'l is silent.', warning('It does not improve.'), plain, away];
    expect(distinctNotes(notes)).toEqual([silent, plain, away]);
  });

  it('are text in documents for programs, with the warnings by themselves too', () =>
    expect(plainNotes({ steps: 4, notes: [silent, say`Give ${option('size')}.`] })).toEqual({
      steps: 4,
      notes: ['l is silent.', 'Give --size.'],
      warnings: ['l is silent.'],
    }));
});
