// @vitest-environment happy-dom
/** Files that are dropped on the window, and the column of labels of a table. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { type DroppedFile, FileLayer, followDrops, LabelColumnField } from './index.ts';

const take = vi.fn<(files: readonly DroppedFile[]) => void>();
beforeAll(() => followDrops(take));
beforeEach(() => take.mockReset());
afterEach(cleanup);

/** A drag of files or of something else; whether the browser was left to do what it does. */
const drag = (type: string, files: readonly DroppedFile[] | null, more: object = {}): boolean => {
  let left = true;
  act(() => {
    const items = (files ?? []).map(({ file, isFolder }) => ({
      getAsFile: () => file,
      webkitGetAsEntry: () => ({ isDirectory: isFolder }),
    }));
    const dataTransfer = { types: files ? ['Files'] : ['text/plain'], items: [...items, { getAsFile: () => null }] };
    left = window.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { dataTransfer, ...more }));
  });
  return left;
};
const files = [
  { file: new File([''], 'a.onnx'), isFolder: false },
  { file: new File([''], 'images'), isFolder: true },
];

describe('dropping', () => {
  const shown = (): boolean => screen.queryByText('Drop to open') !== null;

  it('shows where until the files are let go or leave, and hands them on', () => {
    render(<FileLayer />);
    expect(drag('dragover', files)).toBe(false);
    expect(shown()).toBe(true);
    drag('dragleave', files, { relatedTarget: document.body });
    expect(shown()).toBe(true);
    drag('dragleave', files, { relatedTarget: null });
    expect(shown()).toBe(false);
    drag('dragover', files);
    expect(drag('drop', files)).toBe(false);
    expect(shown()).toBe(false);
    expect(take.mock.calls).toEqual([[files]]);
  });

  it('of text is the browser’s', () => {
    render(<FileLayer />);
    expect([drag('dragover', null), drag('drop', null)]).toEqual([true, true]);
    expect([shown(), take.mock.calls.length]).toEqual([false, 0]);
  });
});

describe('the column of labels', () => {
  let services: ScriptedServices;
  const change = vi.fn<(source: string) => void>();
  const show = async (source: string, columns: readonly string[]): Promise<void> => {
    services = scriptedServices('empty');
    services.on('samples.columns', () => ({ columns: [...columns] }));
    change.mockReset();
    render(<LabelColumnField source={source} label="Column" onChange={change} />);
    await act(settled);
  };
  const field = (): HTMLInputElement => screen.getByRole('combobox');

  it.each(['/d/images', '/d/x.npy', ''])('is none of what is no table: %j', async (source) => {
    await show(source, []);
    expect(screen.queryByRole('combobox')).toBeNull();
    expect(services.requests('samples.columns')).toEqual([]);
  });

  it.each([
    ['species', true],
    ['SPECIES', true],
    ['', true],
    ['1', true],
    ['-3', true],
    ['0', false],
    ['4', false],
    ['-4', false],
    ['1.5', false],
    ['colour', false],
  ])('called %j is there: %s', async (column, isThere) => {
    await show(`/d/t.csv${column === '' ? '' : `#${column}`}`, ['id', 'width', 'species']);
    expect([field().value, field().getAttribute('aria-invalid')]).toEqual([column, isThere ? null : 'true']);
  });

  it('is one of those that are offered, or a number', async () => {
    await show('/d/t.csv', ['id', 'width', 'نوع']);
    expect([...document.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual([
      'id',
      'width',
      'نوع',
    ]);
    fireEvent.change(field(), { target: { value: ' نوع ' } });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(change.mock.calls).toEqual([['/d/t.csv#نوع']]);
  });
});
