// @vitest-environment happy-dom
/** What the inspector shows of a run: of one layer step by step, of many beside each other, of an older plan, of what was not recorded. */
import { act, fireEvent, screen } from '@testing-library/react';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import type { NeuronLayerResult, RunReport } from '../../../src-shared/results/index.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { arbitraryGraph } from '../../testing/arbitrary-graph.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import { countedBelow, thinned } from './layer-figures.ts';
import { LayerResults } from './layer-results.tsx';
import { LayersTable } from './layers-table.tsx';

const RELU = '/relu/Relu';
beforeEach(async () => {
  await openWindow();
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } });
});

const report = () => workbench().shownRun!.report;
const withReport = (change: Partial<RunReport>): void =>
  setWorkbench({ shownRun: { id: 1, report: { ...report(), ...change } } });
const withLayer = (change: Partial<NeuronLayerResult>): void =>
  withReport({
    layers: report().layers.map((layer) => (layer.name === 'relu' ? ({ ...layer, ...change } as typeof layer) : layer)),
  });
const facts = () =>
  Object.fromEntries(
    [...document.querySelectorAll('dt')].map((name) => [name.textContent!, name.nextElementSibling!.textContent!]),
  );
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map(({ textContent }) => textContent));

describe('the figures of one layer', () => {
  it('without a run say what to do', () => {
    setWorkbench({ shownRun: null });
    show(<LayerResults node={RELU} />);
    expect(document.body.textContent).toBe('Run the plan to see firing rate, error and energy of this layer.');
  });

  it('of an operator that the run knows nothing of are not there', () => {
    show(<LayerResults node="/flatten/Reshape" />);
    expect(document.body.textContent).toBe('');
  });

  it('have their units, and a row for each step', () => {
    withLayer({ firing_rate: [0.5, 0.25], conversion_error: [0.1, 0.02], energy_share: 0.125 });
    withReport({ steps: report().steps.slice(0, 2) });
    show(<LayerResults node={RELU} />);
    expect(screen.getByRole('heading', { name: 'In run 1' })).toBeTruthy();
    expect(document.body.textContent).toContain('after 2 steps');
    expect(facts()).toMatchObject({
      'Firing rate': '37.5\u202f%, mean of the steps',
      'Conversion error': '2.0\u202f%',
      'Energy share': '12.5\u202f%',
    });
    expect(rows()).toEqual([
      ['1', '50.0\u202f%', '10.0\u202f%', '–'],
      ['2', '25.0\u202f%', '2.0\u202f%', '–'],
    ]);
  });

  it('of a run of one step say so in the singular', () => {
    withReport({ steps: report().steps.slice(0, 1) });
    show(<LayerResults node={RELU} />);
    expect(document.querySelector('.inspector-aside')!.textContent).toBe('after 1 step');
  });

  it('that were not recorded say so', () => {
    const { conversion_error: _, ...rest } = report().layers.find(({ name }) => name === 'relu') as NeuronLayerResult;
    withReport({ layers: [rest as NeuronLayerResult] });
    show(<LayerResults node={RELU} />);
    expect(facts()).toMatchObject({ 'Conversion error': 'not recorded' });
    expect(Object.values(facts()).filter((value) => value === 'not measured')).toHaveLength(3);
    expect(rows()[0]![2]).toBe('–');
  });

  it('of very many steps are thinned, the last one kept, and that is said', () => {
    const steps = Array.from({ length: 1000 }, (_, index) => ({ ...report().steps[0]!, step: index + 1 }));
    withReport({ steps });
    show(<LayerResults node={RELU} />);
    expect(rows().length).toBeLessThanOrEqual(32);
    expect(rows().at(-1)![0]).toBe('1000');
    expect(document.body.textContent).toContain('Every 32 steps.');
  });

  it('of thresholds that lose what matters say what to change', () => {
    const none = { share: 0, error: 0 };
    withLayer({
      conversion_error: [0.6],
      lost: { clipped: none, shut: { share: 0.25, error: 0.9 }, small: none },
    } as Partial<NeuronLayerResult>);
    show(<LayerResults node={RELU} />);
    expect(screen.getByRole('note').textContent).toMatch(/^The thresholds lose activations that matter\. .+\.$/);
  });
});

describe('a run of an older plan', () => {
  it.each([
    ['this layer', 'relu', 'Of an older plan: that run used version 2. This layer has other settings now.'],
    ['another layer', 'layer1.0.relu1', 'Of an older plan: that run used version 2. This layer’s own settings are the same now.'],
  ])('that differs in %s says so', async (_, name, words) => {
    setWorkbench({ history: { plan: setLayers(EMPTY_PLAN, [name], { thresholds: 3 }), done: [], undone: [] } });
    show(<LayerResults node={RELU} />);
    expect(await screen.findByText(words)).toBeTruthy();
    act(() => setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } }));
    expect(screen.queryByText(words)).toBeNull();
  });
});

describe('layers beside each other', () => {
  const layers = () => workbench().project!.graph.layers;
  const options = () => screen.getAllByRole('option');

  it('have a row each, and one is selected alone by a press', () => {
    show(<LayersTable layers={layers().slice(0, 3)} />);
    expect(options()).toHaveLength(3);
    fireEvent.click(options()[1]!);
    expect(workbench().selection).toEqual([layers()[1]!.node]);
  });

  it('are marked in all views where the pointer is', () => {
    show(<LayersTable layers={layers().slice(0, 3)} />);
    const row = (index: number) => options()[index]!.querySelector<HTMLElement>('.inspector-row')!;
    fireEvent.pointerEnter(row(1));
    expect(workbench().hovered).toBe(layers()[1]!.node);
    expect(row(1).dataset.hovered).toBe('true');
    fireEvent.pointerLeave(row(1));
    expect(workbench().hovered).toBeNull();
    act(() => setWorkbench({ hovered: layers()[2]!.node }));
    expect([row(1), row(2)].map(({ dataset }) => dataset.hovered)).toEqual([undefined, 'true']);
  });

  it('without calibration and run have dashes', () => {
    setWorkbench({ calibration: null, shownRun: null });
    show(<LayersTable layers={layers().slice(0, 1)} />);
    expect([...options()[0]!.querySelectorAll('span')].map(({ textContent }) => textContent)).toEqual([
      'relu',
      '–',
      '–',
      '–',
      '–',
      '–',
    ]);
  });

  it.each(['n'.repeat(200), 'طبقة', '畳み込み層'])('%s is said whole', (name) => {
    show(<LayersTable layers={[{ ...layers()[0]!, name }]} />);
    expect(options()[0]!.querySelector('span')!.title).toBe(name);
  });

  it('3,000 of them draw those in view, each reached by keys', () => {
    show(
      <LayersTable
        layers={Array.from({ length: 3000 }, (_, index) => ({ ...layers()[0]!, name: `l${index}`, node: `n${index}` }))}
      />,
    );
    expect(options().length).toBeLessThan(60);
    const list = screen.getByRole('listbox', { name: 'Layers' });
    fireEvent.keyDown(list, { key: 'PageDown' });
    fireEvent.keyDown(list, { key: 'Enter' });
    expect(workbench().selection).toEqual(['n10']);
  });
});

describe('any figures', () => {
  it('thinned keep the last, are no more than wanted, and evenly apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (count, most) => {
        const steps = Array.from({ length: count }, (_, index) => index + 1);
        const { rows: kept, every } = thinned(steps, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.at(-1)).toBe(count);
        kept.slice(1).forEach((step, index) => expect(step - kept[index]!).toBe(every));
      }),
    );
  });

  it('count below a node what its spikes reach, and no layer twice', () => {
    fc.assert(
      fc.property(arbitraryGraph(), (graph) => {
        const byId = new Map(graph.nodes.map((node) => [node.id, node]));
        for (const { id } of graph.nodes) {
          const found = countedBelow(graph, id);
          expect(new Set(found).size).toBe(found.length);
          // One step down: what is counted is found; what is not, and has no neurons, leads on.
          const below = graph.nodes.filter(({ inputs }) => inputs.includes(id));
          const expected = below.flatMap((node) =>
            node.counted !== null ? [node.counted] : node.form === 'neuron' ? [] : countedBelow(graph, node.id),
          );
          expect([...found].toSorted()).toEqual([...new Set(expected)].toSorted());
          expect(byId.has(id)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
