// @vitest-environment happy-dom
/** Which panel the inspector shows for a selection, and what its head says. */
import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../src-shared/plan/index.ts';
import { setWorkbench, workbench } from '../state/index.ts';
import { openWindow } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { Inspector } from './inspector.tsx';

beforeEach(async () => {
  await openWindow();
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } });
});

/** The heading and the line below it of the panel that is in view. */
const head = () => {
  const heads = [...document.querySelectorAll<HTMLElement>('.inspector-head')].filter((one) => one.style.display !== 'none');
  return heads.map((one) => [...one.children].map(({ textContent }) => textContent));
};
const select = (selection: readonly string[]): void => act(() => setWorkbench({ selection }));
const node = (index: number): string => workbench().project!.graph.layers[index]!.node;

describe('the inspector', () => {
  it('shows the plan where nothing is selected', () => {
    show(<Inspector />);
    expect(screen.getByRole('region', { name: 'Inspector' })).toBeTruthy();
    expect(head().at(-1)![0]).toBe('Plan');
  });

  it('shows one layer, with its rule, shape and neurons', async () => {
    show(<Inspector />);
    select([node(0)]);
    await waitFor(() => expect(head()).toEqual([['relu', 'ReLU neurons · 16 × 32 × 32 · 16\u202f384 neurons']]));
  });

  it.each([
    [2, '2 layers selected', 'relu, layer1.0.relu1 · 32\u202f768 neurons'],
    [5, '5 layers selected', 'relu, layer1.0.relu1, layer1.0.relu2 and 2 more · 81\u202f920 neurons'],
  ])('shows %i layers together', async (count, title, words) => {
    show(<Inspector />);
    select(Array.from({ length: count }, (_, index) => node(index)));
    await waitFor(() => expect(head()).toEqual([[title, words]]));
  });

  it('shows an operator, and the plan again once it is given up', async () => {
    show(<Inspector />);
    select(['/linear/Linear']);
    await waitFor(() =>
      expect(head()).toEqual([['/linear/Linear', 'No neurons here: this is carried out on the spikes as they are.']]),
    );
    select([]);
    await waitFor(() => expect(head().at(-1)![0]).toBe('Plan'));
  });

  it('of several operators shows the last one; of a layer among them, the layer', async () => {
    show(<Inspector />);
    select(['/linear/Linear', '/conv1/Conv']);
    await waitFor(() => expect(head().map(([title]) => title)).toEqual(['/conv1/Conv']));
    select([node(0), '/conv1/Conv']);
    await waitFor(() => expect(head().map(([title]) => title)).toEqual(['relu']));
  });

  it('of a layer with one neuron counts one', async () => {
    const { project } = workbench();
    const [first, ...rest] = project!.graph.layers;
    const graph = { ...project!.graph, layers: [{ ...first!, shape: [1], neurons: 1, rule: 'signed' as const }, ...rest] };
    setWorkbench({ project: { ...project!, graph } });
    show(<Inspector />);
    select([first!.node]);
    await waitFor(() => expect(head()).toEqual([['relu', 'signed neurons · 1 · 1 neuron']]));
  });

  it('says what keeps the plan from running, with the layers that it is about', async () => {
    setWorkbench({ history: { plan: setLayers(EMPTY_PLAN, ['relu'], { coding: 'rate', neuron: 'lif' }), done: [], undone: [] } });
    show(<Inspector />);
    select([node(0)]);
    expect((await screen.findByRole('alert')).textContent).toContain('relu');
    select([node(1)]);
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('without a project is empty', () => {
    setWorkbench({ project: null, history: null });
    show(<Inspector />);
    expect(screen.getByRole('region', { name: 'Inspector' }).textContent).toBe('');
  });
});
