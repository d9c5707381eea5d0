// @vitest-environment happy-dom
/** A chart is read and zoomed by pointer and by keyboard, and what is read is said. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Plot } from '../../src-shared/charts/index.ts';
import { stubSizes } from '../testing/stub-sizes.ts';
import { Chart } from './index.ts';

stubSizes({ width: 400, height: 200 });

afterEach(cleanup);

const axis = { label: 'step', unit: '', scale: 'linear', format: String } as const;
const plot: Plot = {
  x: { ...axis, range: [0.5, 8.5], whole: true },
  y: { ...axis, label: '', range: [0, 10] },
  marks: [
    { kind: 'line', name: 'a', colour: 'accent', dash: [], x: [1, 2, 3, 4, 5, 6, 7, 8], y: [1, 2, 3, 4, 5, 6, 7, 8] },
    { kind: 'line', name: 'b', colour: 'second', dash: [2, 2], x: [1, 2, 3, 4, 5, 6, 7, 8], y: [9, 9, 9, 9, 9, 9, 9, 9] },
  ],
};
const surface = (): HTMLElement => screen.getByRole('application', { name: /^Course\./ });
const read = (): string => surface().querySelector('.chart-spot')?.textContent ?? '';
const ticks = (): string[] => [...surface().querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
const press = (...keys: readonly string[]): void => {
  for (const key of keys) fireEvent.keyDown(surface(), { key });
};

it('arrow keys read value after value, and screen readers hear them', () => {
  render(<Chart title="Course" plot={plot} />);
  press('ArrowRight', 'ArrowRight', 'ArrowRight');
  expect(read()).toBe('a, step 3: 3');
  expect(surface().querySelector('[aria-live]')!.textContent).toBe('a, step 3: 3');
  press('ArrowUp');
  expect(read()).toBe('b, step 3: 9');
  press('Escape');
  expect(read()).toBe('');
});

it('plus zooms around what is read, Shift and an arrow move on, 0 shows all', () => {
  render(<Chart title="Course" plot={plot} />);
  const all = ticks();
  press('+', '+');
  const near = ticks();
  expect(near).not.toEqual(all);
  fireEvent.keyDown(surface(), { key: 'ArrowRight', shiftKey: true });
  expect(ticks()).not.toEqual(near);
  press('0');
  expect(ticks()).toEqual(all);
  press('-');
  expect(ticks()).toEqual(all);
});

it('a drag zooms, a double click shows all, and the pointer reads the nearest value', () => {
  render(<Chart title="Course" plot={plot} />);
  const all = ticks();
  fireEvent.pointerMove(surface(), { clientX: 200, clientY: 150 });
  expect(read()).toMatch(/^a, step [45]: /);
  fireEvent.pointerDown(surface(), { button: 0, clientX: 100, clientY: 50 });
  fireEvent.pointerMove(surface(), { clientX: 200, clientY: 60 });
  expect(surface().querySelector('.chart-selection')).not.toBeNull();
  fireEvent.pointerUp(surface(), { clientX: 200, clientY: 60 });
  expect(surface().querySelector('.chart-selection')).toBeNull();
  expect(ticks()).not.toEqual(all);
  fireEvent.doubleClick(surface());
  expect(ticks()).toEqual(all);
});

it('the place that is read is shared with other parts of a view, both ways', () => {
  const onIndex = vi.fn();
  const { rerender } = render(<Chart title="Course" plot={plot} hover={{ index: null, onIndex }} />);
  press('ArrowRight', 'ArrowRight');
  expect(onIndex).toHaveBeenLastCalledWith(1);
  rerender(<Chart title="Course" plot={plot} hover={{ index: 4, onIndex }} />);
  expect([...document.querySelectorAll('.chart-legend strong')].map(({ textContent }) => textContent)).toEqual(['5', '9']);
});

it('a chart of no values is drawn, and its keys do nothing', () => {
  render(<Chart title="Course" plot={{ ...plot, marks: [] }} />);
  press('ArrowRight', '+', 'ArrowUp');
  expect(read()).toBe('');
});
