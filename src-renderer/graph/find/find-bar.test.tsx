// @vitest-environment happy-dom
/** The find bar: what it says of what is typed, and its keys and buttons. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { show } from '../../testing/show.tsx';
import { useFound } from '../derived.ts';
import { graphView, setGraphView } from '../state/view-store.ts';
import { FindBar } from './find-bar.tsx';

const Bar = (): ReactElement => <FindBar found={useFound()} />;

onCanvas();
beforeEach(async () => {
  await openGraph();
  setGraphView({ find: { text: '', at: 0 }, focus: null });
  setWorkbench({ selection: [] });
  show(<Bar />);
});

const input = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Find in the graph' });
const count = () => document.querySelector('.graph-find-count')!.textContent;
const type = (text: string): void => void fireEvent.change(input(), { target: { value: text } });

describe('what is typed', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['relu', '19 found'],
    ['op:Linear', '1 found'],
    ['coding:rate', '1 found'],
    ['畳み込み', 'nothing found'],
    ['n'.repeat(200), 'nothing found'],
    ['colour:red', 'colour: is not known; use op, coding, neuron, n, method, of, level, form'],
  ])('%j: %s', (text, words) => {
    type(text);
    expect(count()).toBe(words);
  });

  it('takes the keyboard when the bar opens', () => {
    expect(document.activeElement).toBe(input());
  });
});

describe('from match to match', () => {
  it('by Enter and Shift+Enter, with its place said', async () => {
    type('layer2 relu1');
    fireEvent.keyDown(input(), { key: 'Enter' });
    await waitFor(() => expect(count()).toBe('1 of 3'));
    fireEvent.keyDown(input(), { key: 'Enter', shiftKey: true });
    await waitFor(() => expect(count()).toBe('3 of 3'));
    expect(graphView().focus).toBe('/layer2/2/relu1/Relu');
  });

  it('by its buttons', async () => {
    type('layer2 relu1');
    fireEvent.click(screen.getByRole('button', { name: /Next match/ }));
    fireEvent.click(screen.getByRole('button', { name: /Next match/ }));
    await waitFor(() => expect(count()).toBe('2 of 3'));
    fireEvent.click(screen.getByRole('button', { name: /Previous match/ }));
    await waitFor(() => expect(count()).toBe('1 of 3'));
  });

  it('begins anew with other words', async () => {
    type('layer2 relu1');
    fireEvent.keyDown(input(), { key: 'Enter' });
    type('layer2 relu2');
    await waitFor(() => expect(count()).toBe('3 found'));
  });
});

it('all matches are selected by a button, which is closed while there is none', () => {
  const all = () => screen.getByRole<HTMLButtonElement>('button', { name: /Select all matches/ });
  expect(all().disabled || all().getAttribute('aria-disabled') === 'true').toBe(true);
  type('op:Conv');
  fireEvent.click(all());
  expect(workbench().selection).toHaveLength(19);
});

it.each(['Escape', 'button'])('%s closes it', (how) => {
  if (how === 'Escape') fireEvent.keyDown(input(), { key: 'Escape' });
  else fireEvent.click(screen.getByRole('button', { name: /Close find/ }));
  expect(graphView().find).toBeNull();
  expect(screen.queryByRole('search')).toBeNull();
});

it('a setting that changes changes what is found', () => {
  type('coding:rate');
  expect(count()).toBe('1 found');
  act(() =>
    setWorkbench({ history: { ...workbench().history!, plan: { version: 1, defaults: { coding: 'rate' }, layers: [] } } }),
  );
  expect(count()).toBe('19 found');
});
