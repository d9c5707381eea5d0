/** Laws of what is typed into fields and lists: numbers, letters, keys as they are shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uiTexts } from '../texts/ui.ts';
import { classNames } from './class-names.ts';
import { errorDetails } from './error-panel.tsx';
import { ariaKey, keyParts, keyText } from './keys.ts';
import { nextByLetters } from './next-by-letters.ts';
import { numberText, readNumber, stepped } from './number-text.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a number in a field', () => {
  it('is read as it is written, every one', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(readNumber(numberText(value))).toEqual({ value: value === 0 ? 0 : value });
      }),
    );
  });

  it.each([
    ['1 000', 1000],
    [' 7 ', 7],
    ['1\u202f000.5', 1000.5],
    ['−3', -3],
    ['1e−3', 0.001],
    ['+.5', 0.5],
    ['5.', 5],
    ['1E3', 1000],
  ])('%j is %d', (text, value) => expect(readNumber(text)).toEqual({ value }));

  it.each(['1,5', '1.2.3', 'e3', '0x10', '--1', 'NaN', 'Infinity', '∞', '1e999', '-1e999', '١٢', '1/2', '.', '-', '1e'])(
    '%j is none',
    (text) => expect(readNumber(text)).toEqual({ wrong: uiTexts.notANumber(text) }),
  );

  it.each(['', ' ', '\u202f\t'])('%j is missing', (text) => expect(readNumber(text)).toEqual({ wrong: uiTexts.needed }));

  it('lies within its bounds, both included, and says them otherwise', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (a, b, value) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const reading = readNumber(String(value), { min, max });
        expect('value' in reading).toBe(value >= min && value <= max);
        if ('wrong' in reading) for (const bound of [min, max]) expect(reading.wrong).toContain(String(bound));
      }),
    );
  });

  it.each([
    [{ min: 1 }, '0', '1 or more.'],
    [{ max: 9 }, '10', 'At most 9.'],
    [{ min: 0, max: 1 }, '2', 'From 0 to 1.'],
    [{ whole: true }, '1.5', uiTexts.notWhole],
    [{ whole: true, min: 2 }, '1.5', uiTexts.notWhole],
    [{ check: (value: number) => (value === 3 ? 'Not 3.' : null) }, '3', 'Not 3.'],
  ])('with the rule %j, %s is wrong: %s', (rule, text, wrong) => expect(readNumber(text, rule)).toEqual({ wrong }));

  it('is not checked further where it is out of bounds', () => {
    expect(readNumber('5', { max: 1, check: () => 'never said' })).toEqual({ wrong: 'At most 1.' });
  });
});

describe('a step', () => {
  it('stays within the bounds, and comes to the nearest from outside', () => {
    fc.assert(
      fc.property(finite, fc.constantFrom(0.001, 0.1, 1, -1, 10, -0.05), fc.integer(), fc.nat(), (value, by, min, size) => {
        const next = stepped(value, by, { min, max: min + size });
        expect(next).toBeGreaterThanOrEqual(min);
        expect(next).toBeLessThanOrEqual(min + size);
      }),
    );
  });

  it('forth and back is where one was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 10_000 }), fc.constantFrom(0.01, 0.1, 0.25, 1, 5), (count, by) => {
        const value = Number((count * by).toFixed(4));
        expect(stepped(stepped(value, by), -by)).toBe(value);
      }),
    );
  });

  it.each([
    [0.1, 0.2, 0.3],
    [0.7, 0.1, 0.8],
    [1, -0.9, 0.1],
    [0.001, 0.001, 0.002],
    [-0.1, 0.1, 0],
  ])('from %d by %d is %d exactly', (value, by, next) => expect(stepped(value, by)).toBe(next));
});

describe('letters on a closed list', () => {
  const item = fc.record({ label: fc.stringMatching(/^[a-c]{1,3}$/), disabled: fc.boolean() });

  it('lead to what begins with them and can be chosen, and never to where one is', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), fc.stringMatching(/^[a-cA-C]{1,3}$/), fc.nat(), (items, typed, at) => {
        const current = items[at % (items.length + 1)];
        const next = nextByLetters(items, typed, current);
        if (!next) return;
        expect(next).not.toBe(current);
        expect(next.disabled).toBe(false);
        const low = typed.toLowerCase();
        expect([low, low[0]!].some((start) => next.label.startsWith(start))).toBe(true);
      }),
    );
  });

  it('one letter again and again goes through all that begin with it, and round', () => {
    const letters = fc.array(fc.stringMatching(/^[ab]{1,3}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(letters, (labels) => {
        const items = labels.map((label) => ({ label }));
        const wanted = items.filter(({ label }) => label.startsWith('a'));
        let current = wanted[0]!;
        const seen = new Set([current]);
        for (let times = 1; times < wanted.length; times++) {
          current = nextByLetters(items, 'a'.repeat(times), current)!;
          seen.add(current);
        }
        expect(seen.size).toBe(Math.max(1, wanted.length));
      }),
    );
  });

  it('of other scripts are letters too', () => {
    const items = ['Rate', 'توقيت', '速率'].map((label) => ({ label }));
    expect(nextByLetters(items, 'ت', items[0])).toBe(items[1]);
    expect(nextByLetters(items, '速', items[0])).toBe(items[2]);
  });
});

describe('keys as they are shown', () => {
  it.each([
    ['Mod+Shift+P', 'Ctrl+Shift+P', '⌘⇧P'],
    ['Mod++', 'Ctrl++', '⌘+'],
    ['+', '+', '+'],
    ['c', 'C', 'C'],
    ['Alt+ArrowLeft', 'Alt+←', '⌥←'],
    ['Escape', 'Esc', 'Esc'],
    ['Mod+Enter', 'Ctrl+Enter', '⌘↩'],
    ['Delete', 'Del', 'Del'],
    [' ', 'Space', 'Space'],
    ['F1', 'F1', 'F1'],
    ['Ctrl+Backspace', 'Ctrl+Backspace', '⌃⌫'],
  ])('%j is %s, on a Mac %s', (key, text, mac) => {
    expect([keyText(key, false), keyText(key, true)]).toEqual([text, mac]);
  });

  it('have a part for each key that is held', () => {
    expect(keyParts('Mod+Alt+Shift++', false)).toEqual(['Ctrl', 'Alt', 'Shift', '+']);
  });

  it.each([
    ['Mod+K', 'Control+K', 'Meta+K'],
    ['Alt+ArrowLeft', 'Alt+ArrowLeft', 'Alt+ArrowLeft'],
    ['Ctrl+Backspace', 'Control+Backspace', 'Control+Backspace'],
    ['Mod++', 'Control+Plus', 'Meta+Plus'],
    ['?', '?', '?'],
    [' ', 'Space', 'Space'],
  ])('%j is read out as %s, on a Mac %s', (key, text, mac) => {
    expect([ariaKey(key, false), ariaKey(key, true)]).toEqual([text, mac]);
  });
});

it('class names leave out what is not', () => {
  expect(classNames('a', false, null, undefined, '', 'b')).toBe('a b');
  expect(classNames()).toBe('');
});

describe('the details of an error', () => {
  it.each([
    [{ code: 'a.b', message: 'No.' }, 'a.b: No.'],
    [{ code: 'a.b', message: 'No.', at: { file: '/x', layer: 'relu' } }, 'a.b: No.\nfile: /x\nlayer: relu'],
    [{ code: 'a.b', message: 'No.', at: {}, details: 'at line 3' }, 'a.b: No.\n\nat line 3'],
  ])('of %j are all of it', (error, text) => expect(errorDetails(error)).toBe(text));
});
