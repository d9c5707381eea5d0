/** A message keeps its references when it is built, changed and rendered. Texts in it are never searched for options. */
import { describe, expect, it } from 'vitest';
import { SpikeloomError, messageOf } from '../errors/index.ts';
import { fromWire, wireError } from '../contract/index.ts';
import { distinct, joined, onCommandLine, option, say, withTexts, withoutStop } from './index.ts';
import { messageSchema } from './schema.ts';

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
  expect(distinct([list, 'a', withTexts(list, (text) => text), 'a'])).toEqual([list, 'a']);
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
