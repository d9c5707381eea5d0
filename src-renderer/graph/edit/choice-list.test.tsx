// @vitest-environment happy-dom
/** A list of choices: which holds, which is closed and why, and its keys. */
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Closed } from '../../../src-shared/plan/index.ts';
import { show } from '../../testing/show.tsx';
import { ChoiceList } from './choice-list.tsx';

const CHOICES = [
  { value: 'rate', closed: null },
  { value: 'leaky-rate', closed: { kind: 'leaky-is-global' } as Closed },
  { value: 'differential', closed: null },
];
const radios = () => screen.getAllByRole('radio');
const checked = () => radios().flatMap((radio, index) => (radio.getAttribute('aria-checked') === 'true' ? [index] : []));

describe('a list of choices', () => {
  it.each([
    ['rate', [0], 0],
    ['differential', [2], 2],
    [null, [], 0],
    ['gone', [], 0],
  ])('of %s shows which holds, and is one stop of the Tab key', (value, held, stop) => {
    show(<ChoiceList label="Coding" value={value} choices={CHOICES} onChoose={() => {}} />);
    expect(screen.getByRole('radiogroup', { name: 'Coding' })).toBeTruthy();
    expect(checked()).toEqual(held);
    expect(radios().map(({ tabIndex }) => tabIndex)).toEqual([0, 1, 2].map((index) => (index === stop ? 0 : -1)));
  });

  it('takes one by a click, but not one that is closed', () => {
    const choose = vi.fn();
    show(<ChoiceList label="Coding" value="rate" choices={CHOICES} onChoose={choose} />);
    for (const radio of radios()) fireEvent.click(radio);
    expect(choose.mock.calls).toEqual([['rate'], ['differential']]);
  });

  it('takes the keyboard when it appears, and arrows go round', () => {
    show(<ChoiceList first label="Coding" value="differential" choices={CHOICES} onChoose={() => {}} />);
    const at = () => radios().indexOf(document.activeElement as HTMLElement);
    const press = (key: string) => void fireEvent.keyDown(document.activeElement!, { key });
    expect(at()).toBe(2);
    press('ArrowDown');
    expect(at()).toBe(0);
    press('ArrowUp');
    expect(at()).toBe(2);
    press('ArrowUp');
    expect(at()).toBe(1);
    press('a');
    expect(at()).toBe(1);
  });

  it('leaves the keyboard where it is unless it is the first', () => {
    show(<ChoiceList label="Coding" value="rate" choices={CHOICES} onChoose={() => {}} />);
    expect(radios()).not.toContain(document.activeElement);
  });

  it.each<[Closed, string]>([
    [{ kind: 'leaky-is-global' }, 'whole network only: set it in the plan’s defaults'],
    [{ kind: 'network-is-leaky', coding: 'leaky-rate' }, 'the network’s coding is leaky-rate'],
    [{ kind: 'not-of-coding', coding: 'rate' }, 'not with rate'],
    [{ kind: 'signed', layer: 'fc', count: 2 }, 'not for signed neurons (fc)'],
  ])('says why one is closed: %j', (closed, words) => {
    show(<ChoiceList label="Coding" value={null} choices={[{ value: 'x', closed }]} onChoose={() => {}} />);
    const [radio] = radios();
    expect(radio!.getAttribute('aria-disabled')).toBe('true');
    expect(radio!.textContent).toBe(`x${words}`);
  });
});
