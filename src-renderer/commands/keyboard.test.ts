/** Which key runs which command. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIAL } from '../state/workbench.ts';
import type { Command } from './define-command.ts';
import { commandForKey, type KeyPress, matchesKey, parseKey } from './keyboard.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  ...{
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  },
  ...held,
});

describe('a key', () => {
  it('names its modifiers', () => {
    expect(parseKey('Mod+Shift+P')).toEqual({ mod: true, ctrl: false, alt: false, shift: true, key: 'P' });
    expect(parseKey('Mod++')).toMatchObject({ mod: true, key: '+' });
    expect(parseKey('+')).toMatchObject({ mod: false, key: '+' });
    expect(() => parseKey('Cmd+K')).toThrow('Cmd');
  });

  it('is Ctrl on other systems, ⌘ on a Mac', () => {
    expect(matchesKey(press('k', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matchesKey(press('k', { metaKey: true }), 'Mod+K', false)).toBe(false);
    expect(matchesKey(press('k', { metaKey: true }), 'Mod+K', true)).toBe(true);
    expect(matchesKey(press('k', { ctrlKey: true }), 'Mod+K', true)).toBe(false);
  });

  it('with a modifier more or less is another', () => {
    expect(matchesKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false);
    expect(matchesKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z', false)).toBe(true);
    expect(matchesKey(press('b'), 'Mod+B', false)).toBe(false);
    expect(matchesKey(press('ArrowUp', { altKey: true }), 'ArrowUp', false)).toBe(false);
  });

  it('that is a sign does not ask for Shift', () => {
    expect(matchesKey(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesKey(press('?'), '?', false)).toBe(true);
    expect(matchesKey(press('+', { ctrlKey: true, shiftKey: true }), 'Mod++', false)).toBe(true);
  });

  it('with Alt is known by its place, whatever character the system puts there', () => {
    expect(matchesKey(press('∫', { code: 'KeyB', altKey: true, metaKey: true }), 'Mod+Alt+B', true)).toBe(true);
    expect(matchesKey(press('!', { code: 'Digit1', shiftKey: true }), 'Shift+1', false)).toBe(true);
  });
});

describe('a command', () => {
  const command = (id: string, more: Partial<Command> = {}): Command => ({
    id,
    title: id,
    keys: ['Mod+K'],
    run: () => {},
    ...more,
  });
  const modK = press('k', { ctrlKey: true });
  const find = (
    commands: readonly Command[],
    key: KeyPress = modK,
    focus: 'text' | 'menu' | 'elsewhere' = 'elsewhere',
  ): string | undefined => commandForKey(key, focus, commands, INITIAL, false)?.id;

  it('runs for its key', () => {
    expect(find([command('a', { keys: ['Mod+J'] }), command('b', { keys: ['F1', 'Mod+K'] })])).toBe('b');
    expect(find([command('a')], press('k'))).toBeUndefined();
  });

  it('leaves text fields alone unless it says otherwise', () => {
    expect(find([command('a')], modK, 'text')).toBeUndefined();
    expect(find([command('a', { inText: true })], modK, 'text')).toBe('a');
  });

  it('with a bare key leaves menus and dialogs alone', () => {
    const bare = command('a', { keys: ['c'] });
    expect(find([bare], press('c'))).toBe('a');
    expect(find([bare], press('c'), 'menu')).toBeUndefined();
    expect(find([command('a')], modK, 'menu')).toBe('a');
  });

  it('that cannot run now makes way for the next', () => {
    const never = command('a', { when: () => false });
    expect(find([never, command('b', { when: ({ project }) => project === null })])).toBe('b');
    expect(find([never])).toBeUndefined();
  });
});

/** What keyboards send for the physical key of QWERTY’s Z, with Ctrl or ⌘ held. */
describe('on keyboards of other scripts', () => {
  const layouts = [
    ['Russian', 'я'],
    ['Greek', 'ζ'],
    ['Hebrew', 'ז'],
    ['Arabic', 'ئ'],
    ['Thai', 'ผ'],
    ['Korean', 'ㅋ'],
  ] as const;

  it.each(layouts)('%s: the place of the key counts where its letter cannot', (_, key) => {
    const undo = press(key, { code: 'KeyZ', ctrlKey: true });
    expect(matchesKey(undo, 'Mod+Z', false)).toBe(true);
    expect(matchesKey(undo, 'Mod+Y', false)).toBe(false);
    expect(matchesKey({ ...undo, shiftKey: true }, 'Mod+Shift+Z', false)).toBe(true);
    expect(matchesKey({ ...undo, ctrlKey: false, metaKey: true }, 'Mod+Z', true)).toBe(true);
  });

  it.each(layouts)('%s: a letter alone is a letter', (_, key) => {
    expect(matchesKey(press(key, { code: 'KeyC' }), 'c', false)).toBe(false);
  });

  it('the letter counts, not the place, where it is a Latin one: Y and Z are changed over in German, A and Q in French', () => {
    expect(matchesKey(press('z', { code: 'KeyY', ctrlKey: true }), 'Mod+Z', false)).toBe(true);
    expect(matchesKey(press('y', { code: 'KeyZ', ctrlKey: true }), 'Mod+Z', false)).toBe(false);
    expect(matchesKey(press('q', { code: 'KeyA', ctrlKey: true }), 'Mod+A', false)).toBe(false);
  });

  it('what AltGr writes is a sign of a text: neither Ctrl nor Alt', () => {
    const signs = [press('€', { code: 'KeyE' }), press('{', { code: 'Digit7' }), press('ń', { code: 'KeyN' })];
    const keys = ['Mod+Alt+E', 'Mod+Alt+7', 'Mod+Alt+N', 'Mod+E', 'Mod+7', 'n', 'e', '7'];
    for (const sign of signs) expect(keys.filter((key) => matchesKey(sign, key, false))).toEqual([]);
  });
});

describe('laws of keys', () => {
  const modifier = fc.constantFrom('Mod', 'Alt', 'Shift');
  const keyName = fc.constantFrom('A', 'k', 'Z', 'F1', 'Enter', 'ArrowUp', 'Delete', '+');
  const chord = fc.tuple(fc.uniqueArray(modifier), keyName);
  const pressOf = ([held, key]: readonly [readonly string[], string], mac: boolean): KeyPress =>
    press(key, {
      ...{ altKey: held.includes('Alt'), shiftKey: held.includes('Shift') },
      ...{ ctrlKey: held.includes('Mod') && !mac, metaKey: held.includes('Mod') && mac },
    });
  const textOf = ([held, key]: readonly [readonly string[], string]): string => [...held, key].join('+');

  it('a key is its own press, on either system', () => {
    fc.assert(fc.property(chord, fc.boolean(), (one, mac) => matchesKey(pressOf(one, mac), textOf(one), mac)));
  });

  it('two keys of letters that share a press are the same', () => {
    const noSign = chord.filter(([, key]) => key !== '+');
    fc.assert(
      fc.property(noSign, noSign, fc.boolean(), (a, b, mac) => {
        const same = a[1].toLowerCase() === b[1].toLowerCase() && [...a[0]].sort().join() === [...b[0]].sort().join();
        expect(matchesKey(pressOf(a, mac), textOf(b), mac)).toBe(same);
      }),
    );
  });

  it.each(['', '+K', 'Mod+', 'Meta+K', 'mod+K', 'Mod Shift+P', '++'])('%j is no key', (text) => {
    expect(() => parseKey(text)).toThrow('is no part of a key');
  });
});
