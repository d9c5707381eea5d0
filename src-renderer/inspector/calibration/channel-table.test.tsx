// @vitest-environment happy-dom
/** The table of statistics: its figures, sorting, choosing a channel, what is remarked, and how much of a large layer is listed. */
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import { constructedStatistics } from '../../testing/constructed-project.ts';
import { show } from '../../testing/show.tsx';
import { ChannelPicker } from './channel-picker.tsx';
import { ChannelTable } from './channel-table.tsx';

const statistics: LayerStatistics = {
  ...constructedStatistics('relu', null),
  ...{ channels: 3, total: 3, mean: [0.05, 12_345, -0.2], variance: [4, 9, 0], maximum: [5, 1e-9, 5], thresholds: [1, 3, 0] },
  ...{ unsolved: [1], silent: [] },
};
const select = vi.fn();
const table = (change: Partial<LayerStatistics> = {}, selected: number | null = null): void =>
  void show(<ChannelTable statistics={{ ...statistics, ...change }} selected={selected} onSelect={select} />);
const options = () => screen.getAllByRole('option');
const firsts = () => options().map((row) => row.querySelector('span')!.textContent);
const sortBy = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

describe('the table', () => {
  it('has a row for each channel, small numbers in two digits', () => {
    table();
    expect(screen.getByRole('listbox').getAttribute('aria-label')).toBe('Statistics per channel');
    const cells = (row: HTMLElement) => [...row.firstElementChild!.children].map(({ textContent }) => textContent);
    expect(options().map(cells)).toEqual([
      ['0', '0.050', '2.00', '5.00', '1.00', ''],
      ['1', '1.23e4', '3.00', '1.0e−9', '3.00', 'Threshold iteration found no answer; θ is 1.'],
      ['2', '−0.200', '0', '5.00', '0', 'Never fires: θ is 0.'],
    ]);
  });

  it('is sorted by a press, the largest first, by the next one the other way round', () => {
    table();
    expect(firsts()).toEqual(['0', '1', '2']);
    sortBy('Mean');
    expect(firsts()).toEqual(['1', '0', '2']);
    expect(screen.getByRole('button', { name: 'Mean', pressed: true })).toBeTruthy();
    sortBy('Mean');
    expect(firsts()).toEqual(['2', '0', '1']);
    sortBy('Remarks');
    expect(firsts()).toEqual(['1', '2', '0']);
    sortBy('Index');
    expect(firsts()).toEqual(['0', '1', '2']);
  });

  it('a row shows its channel, whatever the order is', () => {
    table({}, 1);
    sortBy('Mean');
    expect(within(screen.getByRole('listbox')).getByRole('option', { selected: true }).textContent).toContain('1.23e4');
    fireEvent.click(options()[2]!);
    expect(select.mock.lastCall).toEqual([2]);
  });

  it('of many neurons says how many are listed, and draws those in view', () => {
    const many = Array.from({ length: 4096 }, (_, index) => index);
    table({ groups: 'neuron', total: 16_384, mean: many, variance: many, maximum: many, thresholds: many, unsolved: [] });
    expect(screen.getByText('4 096 of 16 384 neurons are listed; choose a channel for its own.')).toBeTruthy();
    expect(options().length).toBeLessThan(40);
    expect(options()[0]!.getAttribute('aria-setsize')).toBe('4096');
  });

  it('of one group for the whole layer has one row, and none is no error', () => {
    table({ groups: 'layer', total: 1, mean: [0.5], variance: [1], maximum: [2], thresholds: [1], unsolved: [] });
    expect(options()).toHaveLength(1);
    expect(screen.getByRole('listbox').getAttribute('aria-label')).toBe('Statistics per layer');
  });

  it('without any row is empty', () => {
    table({ total: 0, mean: [], variance: [], maximum: [], thresholds: [], unsolved: [] });
    expect(screen.queryAllByRole('option')).toEqual([]);
  });
});

describe('the channel that is shown', () => {
  it.each([
    [null, 'All channels'],
    [0, 'Channel 0'],
    [2, 'Channel 2'],
  ])('%s is %s', (value, words) => {
    show(<ChannelPicker channels={3} value={value} onChange={() => {}} />);
    expect(screen.getByRole('combobox', { name: 'Channel' }).textContent).toBe(words);
  });

  it('is chosen by typing, and all of them again', () => {
    const change = vi.fn();
    show(<ChannelPicker channels={3} value={0} onChange={change} />);
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'a' });
    expect(change.mock.lastCall).toEqual([null]);
  });
});
