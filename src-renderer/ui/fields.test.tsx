// @vitest-environment happy-dom
/** Fields for text and numbers by roles and keys: what they commit, restore and refuse. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NumberField, TextField, TooltipProvider } from './index.ts';

afterEach(cleanup);
const key = (element: Element, name: string, more: object = {}): boolean => fireEvent.keyDown(element, { key: name, ...more });
const type = (value: string): boolean => fireEvent.change(screen.getByRole('textbox'), { target: { value } });
const box = (): HTMLInputElement => screen.getByRole('textbox');
const show = (element: ReactElement) => render(<TooltipProvider>{element}</TooltipProvider>);

describe('a line of text', () => {
  const commit = vi.fn<(value: string) => void>();
  beforeEach(() => {
    commit.mockReset();
    show(<TextField label="Name" value="before" hint="A hint." onCommit={commit} />);
  });

  it('commits by Enter and by leaving, each once, and nothing that is the same', () => {
    type('after');
    expect(commit).not.toHaveBeenCalled();
    key(box(), 'Enter');
    fireEvent.blur(box());
    type('more');
    fireEvent.blur(box());
    type('before');
    key(box(), 'Enter');
    expect(commit.mock.calls).toEqual([['after'], ['more']]);
  });

  it('is restored by Escape, which nothing else hears then', () => {
    const outside = vi.fn();
    document.addEventListener('keydown', outside);
    type('after');
    key(box(), 'Escape');
    expect([box().value, outside.mock.calls.length]).toEqual(['before', 0]);
    key(box(), 'Escape');
    expect(outside).toHaveBeenCalledOnce();
    document.removeEventListener('keydown', outside);
    fireEvent.blur(box());
    expect(commit).not.toHaveBeenCalled();
  });

  it('has its label and its hint', () => {
    expect(screen.getByRole('textbox', { name: 'Name', description: 'A hint.' })).toBe(box());
  });
});

describe('a number', () => {
  const commit = vi.fn<(value: number) => void>();
  const clear = vi.fn();
  const field = (props: Partial<Parameters<typeof NumberField>[0]>): void =>
    void show(<NumberField label="Steps" value={8} min={1} max={100} whole onCommit={commit} {...props} />);
  beforeEach(() => {
    commit.mockReset();
    clear.mockReset();
  });

  it.each([
    ['ArrowUp', {}, 9],
    ['ArrowDown', {}, 7],
    ['ArrowUp', { shiftKey: true }, 18],
    ['ArrowDown', { shiftKey: true }, 1],
  ])('is stepped by %s %j to %d, committed when the key comes up', (name, held, value) => {
    field({});
    key(box(), name, held);
    expect(commit).not.toHaveBeenCalled();
    fireEvent.keyUp(box(), { key: name });
    expect(commit.mock.calls).toEqual([[value]]);
  });

  it('held down is one change', () => {
    field({});
    for (let times = 0; times < 5; times++) key(box(), 'ArrowUp');
    fireEvent.keyUp(box(), { key: 'ArrowUp' });
    expect(commit.mock.calls).toEqual([[13]]);
  });

  it.each([
    ['', 'A value is needed.'],
    ['x', '“x” is not a number.'],
    ['1.5', 'A whole number is needed.'],
    ['0', 'From 1 to 100.'],
    ['1e999', '“1e999” is not a number.'],
  ])('typed as %j stays with what is wrong: %s', (text, wrong) => {
    field({});
    type(text);
    key(box(), 'Enter');
    fireEvent.blur(box());
    expect(commit).not.toHaveBeenCalled();
    expect(box().value).toBe(text);
    expect(box().getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(wrong)).toBeTruthy();
    key(box(), 'Escape');
    expect([box().value, box().getAttribute('aria-invalid')]).toEqual(['8', null]);
  });

  it('is emptied where none is a value, and only then', () => {
    field({ onClear: clear });
    type('');
    key(box(), 'Enter');
    expect([clear.mock.calls.length, commit.mock.calls.length]).toEqual([1, 0]);
  });

  it.each([
    ['mixed', 'Mixed'],
    [undefined, 'One per core'],
  ] as const)('of %s shows no value, and is not stepped', (value, placeholder) => {
    field({ value, placeholder: 'One per core', onClear: clear });
    expect([box().value, box().placeholder]).toEqual(['', placeholder]);
    key(box(), 'ArrowUp');
    fireEvent.keyUp(box(), { key: 'ArrowUp' });
    key(box(), 'Enter');
    fireEvent.blur(box());
    expect([commit.mock.calls.length, clear.mock.calls.length]).toEqual([0, 0]);
    type('12');
    key(box(), 'Enter');
    expect(commit.mock.calls).toEqual([[12]]);
  });

  it('that is changed elsewhere shows it, but not over what is typed', () => {
    const { rerender } = render(<NumberField label="Steps" value={8} onCommit={commit} />);
    rerender(<NumberField label="Steps" value={9} onCommit={commit} />);
    expect(box().value).toBe('9');
    type('20');
    rerender(<NumberField label="Steps" value={10} onCommit={commit} />);
    expect(box().value).toBe('20');
  });
});
