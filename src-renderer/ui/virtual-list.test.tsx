// @vitest-environment happy-dom
/** A list of any length: what is drawn of it, and where keys lead. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactElement, useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { VirtualList, type VirtualListProps } from './virtual-list.tsx';

const ROW = 28;
const choose = vi.fn<(item: string, index: number) => void>();
beforeAll(() => {
  // happy-dom lays nothing out: scrolling is where it was asked to be.
  Element.prototype.scrollTo = function (this: Element, options?: ScrollToOptions | number) {
    if (typeof options === 'object') this.scrollTop = options.top ?? 0;
    this.dispatchEvent(new Event('scroll'));
  } as Element['scrollTo'];
  const heightOf = (element: Element): number =>
    Number.parseFloat((element.firstElementChild as HTMLElement | null)?.style.height || '0');
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 280 });
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', {
    configurable: true,
    get(this: HTMLElement) {
      return heightOf(this);
    },
  });
});
beforeEach(() => choose.mockReset());
afterEach(cleanup);

type Props = Partial<VirtualListProps<string>>;
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `row ${index}`);
const list = (items: readonly string[], more: Props = {}): ReactElement => (
  <VirtualList
    label="Rows"
    items={items}
    keyOf={(item) => item}
    render={(item) => item}
    height={280}
    onChoose={choose}
    {...more}
  />
);
const box = (): HTMLElement => screen.getByRole('listbox', { name: 'Rows' });
const press = (...keys: readonly string[]): void => keys.forEach((key) => fireEvent.keyDown(box(), { key }));
/** Index of the active row. */
const active = (): number => Number(box().getAttribute('aria-activedescendant')!.split('-').at(-1));
const rows = (): readonly HTMLElement[] => screen.queryAllByRole('option');

describe.each([0, 1, 2, 9, 100, 100_000])('a list of %d rows', (count) => {
  beforeEach(() => void render(list(names(count))));
  const last = count - 1;

  it('draws those in view and some around, in a space for all', () => {
    expect(rows().length).toBe(Math.min(count, 18));
    expect((box().firstElementChild as HTMLElement).style.height).toBe(`${count * ROW}px`);
    rows().forEach((row, index) => {
      expect([row.textContent, row.getAttribute('aria-posinset'), row.getAttribute('aria-setsize')]).toEqual([
        `row ${index}`,
        String(index + 1),
        String(count),
      ]);
    });
  });

  it('has keys that stay inside of it', () => {
    if (count === 0) {
      press('ArrowDown', 'End', 'PageUp', 'Enter', ' ');
      expect(box().getAttribute('aria-activedescendant')).toBeNull();
      expect(choose).not.toHaveBeenCalled();
      return;
    }
    const at = (...keys: readonly string[]): number => (press(...keys), active());
    expect([at(), at('ArrowUp'), at('ArrowDown'), at('PageDown')]).toEqual([...[0, 0, Math.min(1, last)], Math.min(11, last)]);
    expect([at('End'), at('ArrowDown'), at('PageDown')]).toEqual([last, last, last]);
    expect([at('PageUp'), at('Home')]).toEqual([Math.max(0, last - 10), 0]);
    expect(choose).not.toHaveBeenCalled();
    press('End', 'Enter', ' ');
    expect(choose.mock.calls).toEqual([
      [`row ${last}`, last],
      [`row ${last}`, last],
    ]);
  });
});

describe('keys', () => {
  it('that move or choose are the list’s, others are not', () => {
    render(list(names(3)));
    const taken = ['ArrowDown', 'Home', 'Enter', ' ', 'a', 'Escape', 'ArrowLeft', 'Tab'].map(
      (key) => !fireEvent.keyDown(box(), { key }),
    );
    expect(taken).toEqual([true, true, true, true, false, false, false, false]);
  });

  it('of a list that follows choose as they move, and not at the end', () => {
    render(list(names(3), { follow: true }));
    press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Home', 'Home');
    expect(choose.mock.calls.map(([, index]) => index)).toEqual([1, 2, 0]);
  });
});

describe('a row', () => {
  it('is chosen by a click, and active then', () => {
    render(list(names(5)));
    fireEvent.click(screen.getByText('row 3'));
    expect(choose.mock.calls).toEqual([['row 3', 3]]);
    expect(active()).toBe(3);
  });

  it('that is selected is active, in view, and the only one', async () => {
    const { rerender } = render(list(names(100_000), { selected: 5 }));
    expect([active(), rows().filter((row) => row.getAttribute('aria-selected') === 'true').length]).toEqual([5, 1]);
    rerender(list(names(100_000), { selected: 99_999 }));
    expect(active()).toBe(99_999);
    expect((await screen.findByText('row 99999')).getAttribute('aria-selected')).toBe('true');
    rerender(list(names(100_000), { selected: -1 }));
    expect(rows().filter((row) => row.getAttribute('aria-selected') === 'true')).toEqual([]);
  });

  it('among many choices is chosen with others', () => {
    render(list(names(4), { isChosen: (item) => item !== 'row 1' }));
    expect(box().getAttribute('aria-multiselectable')).toBe('true');
    expect(rows().map((row) => row.getAttribute('aria-selected'))).toEqual(['true', 'false', 'true', 'true']);
  });
});

it('that becomes shorter keeps its last row active, and longer again the one before', () => {
  const Shrinking = (): ReactElement => {
    const [count, setCount] = useState(50);
    return (
      <>
        <button type="button" onClick={() => setCount(count === 50 ? 3 : 50)} />
        {list(names(count))}
      </>
    );
  };
  render(<Shrinking />);
  press('End');
  fireEvent.click(screen.getByRole('button'));
  expect([active(), rows().length]).toEqual([2, 3]);
  press('ArrowUp');
  expect(active()).toBe(1);
  fireEvent.click(screen.getByRole('button'));
  expect(active()).toBe(1);
});

it('shows names of any length and script', () => {
  const strange = ['', 'ن'.repeat(200), '畳み込み', '<b>&</b>', 'a\u202eb'];
  render(list(strange, { keyOf: (_, index) => index }));
  expect(rows().map((row) => row.textContent)).toEqual(strange);
});
