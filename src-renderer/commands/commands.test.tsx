// @vitest-environment happy-dom
/** Commands from wherever they are run: the keyboard of the whole window, buttons, menus. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { INITIAL, setWorkbench, workbench } from '../state/index.ts';
import { TooltipProvider } from '../ui/index.ts';
import {
  allCommands,
  CommandButton,
  CommandIcon,
  commandItems,
  commandOf,
  defineCommand,
  listenToKeys,
  runCommand,
} from './index.ts';
import { focusOf } from './listen.ts';

const run = vi.fn<(id: string) => void>();
const command = (id: string, more: Partial<Parameters<typeof defineCommand>[0]> = {}) =>
  defineCommand({ id, title: `Title of ${id}`, run: () => run(id), ...more });
command('test.always', { keys: ['Mod+K', 'F1'] });
command('test.selected', { keys: ['Mod+J'], when: ({ selection }) => selection.length > 0 });
command('test.in-text', { keys: ['Mod+E'], inText: true });
command('test.bare', { keys: ['c'] });
command('test.fails', {
  run: () => {
    throw new SpikeloomError('files.unreadable', 'It cannot be read.');
  },
});
command('test.no-key');

let stop: () => void;
beforeEach(() => {
  run.mockReset();
  setWorkbench(INITIAL);
  stop = listenToKeys();
});
afterEach(() => {
  stop();
  cleanup();
  document.body.replaceChildren();
});

/** Presses a key in an element; whether nobody has taken it. */
const press = (target: Element, key: string, more: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
const ctrl = (target: Element, key: string): boolean => press(target, key, { ctrlKey: true });
const inBody = (html: string): Element => {
  document.body.innerHTML = html;
  return document.body.querySelector('[data-here]')!;
};

describe('a command', () => {
  it('has an id of its own', () => {
    expect(() => command('test.always')).toThrow('test.always is defined twice');
    expect(commandOf('test.always')?.title).toBe('Title of test.always');
    expect(commandOf('test.none')).toBeUndefined();
    expect(allCommands().map(({ id }) => id)).toEqual(
      ['always', 'selected', 'in-text', 'bare', 'fails', 'no-key'].map((name) => `test.${name}`),
    );
  });

  it('that is none, or cannot be run now, does nothing', () => {
    runCommand(undefined);
    runCommand(commandOf('test.selected'));
    expect(run).not.toHaveBeenCalled();
    setWorkbench({ selection: ['a'] });
    runCommand(commandOf('test.selected'));
    expect(run).toHaveBeenCalledExactlyOnceWith('test.selected');
  });

  it('that fails says so in a notice', () => {
    runCommand(commandOf('test.fails'));
    expect(workbench().notices.map(({ message }) => message)).toEqual(['It cannot be read.']);
  });
});

describe('a key of the window', () => {
  it('runs its command, and the browser does nothing with it', () => {
    expect(ctrl(document.body, 'k')).toBe(false);
    expect(press(document.body, 'F1')).toBe(false);
    expect(run.mock.calls).toEqual([['test.always'], ['test.always']]);
  });

  it('without a command that can be run stays the browser’s', () => {
    expect([ctrl(document.body, 'j'), ctrl(document.body, 'r'), press(document.body, 'x')]).toEqual([true, true, true]);
    expect(run).not.toHaveBeenCalled();
  });

  it('that something closer has taken runs nothing', () => {
    const inner = inBody('<div data-here></div>');
    inner.addEventListener('keydown', (event) => event.preventDefault());
    ctrl(inner, 'k');
    expect(run).not.toHaveBeenCalled();
  });

  it('of an input method that is not done runs nothing', () => {
    press(document.body, 'c', { isComposing: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('is heard no more once nobody listens', () => {
    stop();
    ctrl(document.body, 'k');
    expect(run).not.toHaveBeenCalled();
  });
});

describe('the focus', () => {
  it.each([
    ['<input data-here>', 'text'],
    ['<input type="search" data-here>', 'text'],
    ['<input type="number" data-here>', 'text'],
    ['<textarea data-here></textarea>', 'text'],
    ['<div contenteditable="true"><b data-here></b></div>', 'text'],
    ['<div role="textbox"><i data-here></i></div>', 'text'],
    ['<div class="monaco-editor"><span data-here></span></div>', 'text'],
    ['<div role="dialog"><input data-here></div>', 'text'],
    ['<input type="checkbox" data-here>', 'elsewhere'],
    ['<input type="radio" data-here>', 'elsewhere'],
    ['<input type="range" data-here>', 'elsewhere'],
    ['<button data-here></button>', 'elsewhere'],
    ['<div role="listbox" data-here></div>', 'elsewhere'],
    ['<div role="menu"><div role="menuitem" data-here></div></div>', 'menu'],
    ['<div role="dialog"><button data-here></button></div>', 'menu'],
    ['<div role="alertdialog"><input type="checkbox" data-here></div>', 'menu'],
    ['<div class="ui-select-list"><div role="option" data-here></div></div>', 'menu'],
  ])('in %s is: %s', (html, focus) => {
    const here = inBody(html);
    expect(focusOf(here)).toBe(focus);
    ctrl(here, 'k');
    ctrl(here, 'e');
    press(here, 'c');
    const expected = {
      text: ['test.in-text'],
      menu: ['test.always', 'test.in-text'],
      elsewhere: ['test.always', 'test.in-text', 'test.bare'],
    };
    expect(run.mock.calls.flat()).toEqual(expected[focus as keyof typeof expected]);
  });

  it('that is nowhere is elsewhere', () => {
    expect([null, window, document].map(focusOf)).toEqual(['elsewhere', 'elsewhere', 'elsewhere']);
  });
});

describe('a button of a command', () => {
  it('has its words and its key, and runs it', () => {
    render(
      <TooltipProvider>
        <CommandIcon id="test.always" icon={<svg />} />
        <CommandButton id="test.no-key" />
        <CommandButton id="test.always">Other words</CommandButton>
      </TooltipProvider>,
    );
    const icon = screen.getByRole('button', { name: 'Title of test.always' });
    expect(icon.getAttribute('aria-keyshortcuts')).toBe('Control+K');
    fireEvent.click(icon);
    fireEvent.click(screen.getByRole('button', { name: 'Title of test.no-key' }));
    fireEvent.click(screen.getByRole('button', { name: 'Other words' }));
    expect(run.mock.calls.flat()).toEqual(['test.always', 'test.no-key', 'test.always']);
  });

  it('follows whether it can be run', () => {
    render(
      <TooltipProvider>
        <CommandIcon id="test.selected" icon={<svg />} />
        <CommandButton id="test.selected">Words</CommandButton>
      </TooltipProvider>,
    );
    const [icon, words] = screen.getAllByRole<HTMLButtonElement>('button');
    expect([icon!.getAttribute('aria-disabled'), words!.disabled]).toEqual(['true', true]);
    fireEvent.click(icon!);
    fireEvent.click(words!);
    expect(run).not.toHaveBeenCalled();
    act(() => setWorkbench({ selection: ['a'] }));
    expect([icon!.getAttribute('aria-disabled'), words!.disabled]).toEqual([null, false]);
  });

  it('of a command there is not cannot be used', () => {
    render(<CommandButton id="test.none" />);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'test.none' }).disabled).toBe(true);
  });
});

it('items of a menu leave out commands there are not, and say what can be run', () => {
  const items = commandItems(['test.always', '-', 'test.none', 'test.selected']);
  expect(items).toMatchObject([
    { kind: 'action', label: 'Title of test.always', keys: 'Mod+K', disabled: false },
    { kind: 'separator' },
    { kind: 'action', label: 'Title of test.selected', keys: 'Mod+J', disabled: true },
  ]);
  for (const item of items) if (item.kind === 'action') item.onSelect();
  expect(run.mock.calls.flat()).toEqual(['test.always']);
});
