/** Which key runs which command. */
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
