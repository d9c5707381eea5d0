// @vitest-environment happy-dom
/** The view of layers: values by keys, the layer that is pointed at in all views, remedies in the plan, and what an odd run lacks. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PLAN } from '../../src-shared/plan/index.ts';
import { isNeuronLayer, type NeuronLayerResult, type RunReport } from '../../src-shared/results/index.ts';
import { currentPlan, setWorkbench, undoPlan, workbench } from '../state/index.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { LayersView } from './layers-view.tsx';

const SPOILT = 'layer1.0.relu1';
let services: ScriptedServices;
beforeEach(async () => {
  services = await openWindow({ 'run.layer-facts': () => [], 'plan.commit': ({ revision }) => ({ revision: revision + 1 }) });
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } });
  withReport({ layers: report().layers.map((layer) => (isNeuronLayer(layer) ? spoilt(layer) : layer)) });
});

const report = (): RunReport => workbench().shownRun!.report;
const withReport = (change: Partial<RunReport>): void =>
  setWorkbench({ shownRun: { id: 1, report: { ...report(), ...change } } });
/** One layer has a single threshold and an error of 40 %, the others an error of 1 %. */
const spoilt = (layer: NeuronLayerResult): NeuronLayerResult => ({
  ...layer,
  thresholds: layer.name === SPOILT ? 1 : 8,
  lost: undefined,
  conversion_error: report().steps.map(() => (layer.name === SPOILT ? 0.4 : 0.01)),
});
const nodeOf = (name: string): string => workbench().project!.graph.layers.find((layer) => layer.name === name)!.node;
const worst = () => within(screen.getByRole('region', { name: 'Worst layers' })).getAllByRole('listitem');

it('plus and minus make the cells of the map larger and smaller, 0 shows all, and a reading stays where it is', async () => {
  show(<LayersView />);
  await act(settled);
  const map = screen.getByRole('application', { name: /^Conversion error/ });
  const height = (): number => Number(map.querySelector('svg')!.getAttribute('height'));
  const press = (key: string): void => void fireEvent.keyDown(map, { key });
  for (const key of ['Home', 'ArrowRight', 'ArrowDown']) press(key);
  const [words, all] = [document.querySelector('output')!.textContent, height()];
  press('+');
  press('+');
  expect(height()).toBeGreaterThan(3 * all);
  expect(document.querySelector('output')!.textContent).toBe(words);
  for (let times = 0; times < 5; times++) press('-');
  expect(height()).toBe(all);
  press('+');
  press('0');
  expect(height()).toBe(all);
});

describe('the worst layers', () => {
  it('begin with the spoilt one, whose remedy is one step of the plan and of its history', async () => {
    show(<LayersView />);
    await act(settled);
    expect(worst()[0]!.textContent).toContain('It has 1 threshold');
    fireEvent.click(screen.getByRole('button', { name: `Apply the remedy for ${SPOILT}` }));
    expect(currentPlan().layers).toEqual([{ key: SPOILT, settings: { thresholds: 8 } }]);
    expect(workbench().history!.done).toHaveLength(1);
    expect(worst()[0]!.textContent).toContain('In the plan');
    act(undoPlan);
    expect(currentPlan()).toEqual(EMPTY_PLAN);
    expect(screen.getByRole('button', { name: `Apply the remedy for ${SPOILT}` })).toBeTruthy();
  });

  it('are selected in the graph, and marked where the pointer is on them', async () => {
    show(<LayersView />);
    await act(settled);
    fireEvent.pointerEnter(worst()[0]!);
    expect(workbench().hovered).toBe(nodeOf(SPOILT));
    fireEvent.pointerLeave(worst()[0]!);
    expect(workbench().hovered).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: `${SPOILT}: select in the graph` }));
    expect(workbench().selection).toEqual([nodeOf(SPOILT)]);
    act(() => setWorkbench({ hovered: nodeOf(SPOILT) }));
    expect(worst()[0]!.dataset.hovered).toBe('true');
  });

  it('are previewed for the working plan: the figures come with the job, and go with another plan', async () => {
    services.on('run.preview', () => ({ job: 'p' }));
    show(<LayersView />);
    await act(settled);
    fireEvent.click(screen.getByRole('button', { name: `Preview the remedy for ${SPOILT}` }));
    await act(settled);
    const [asked] = services.requests('run.preview');
    expect(asked).toMatchObject({ id: 1, layer: SPOILT, before: EMPTY_PLAN });
    expect(asked!.after.layers).toEqual([{ key: SPOILT, settings: { thresholds: 8 } }]);
    const before = { steps: 8, error: 0.4, agreement: 0.5, accuracy: 0.5 };
    const preview = { layer: SPOILT, samples: 50, before, after: { ...before, error: 0.01, agreement: 0.98 } };
    const job = {
      id: 'p',
      kind: 'preview',
      title: 'p',
      path: workbench().project!.path,
      state: 'done',
      phase: '',
      ...ENDED,
    } as const;
    act(() => setWorkbench({ jobs: [{ ...job, preview }] }));
    const words = 'On 50 samples: error of this layer 40.0 % → 1.0 %, agreement 50.0 % → 98.0 %.';
    expect(worst()[0]!.textContent!.replaceAll('\u202f', ' ')).toContain(words);
    act(() => setWorkbench({ history: { plan: { ...EMPTY_PLAN, steps: 9 }, done: [], undone: [] } }));
    expect(worst()[0]!.textContent).not.toContain('On 50 samples');
  });
});

const ENDED = { done: 1, total: 1, remainingMs: null, error: null, run: null, started: '', finished: '', notes: [] };

describe('the map', () => {
  it('reads values by keys, marks the row in all views, and selects it', async () => {
    show(<LayersView />);
    await act(settled);
    const map = screen.getByRole('application');
    fireEvent.keyDown(map, { key: 'ArrowDown' });
    fireEvent.keyDown(map, { key: 'ArrowDown' });
    const steps = report().steps.length;
    expect(screen.getByRole('status').textContent!.replaceAll('\u202f', ' ')).toBe(`${SPOILT}, step ${steps}: 40.0 %`);
    expect(workbench().hovered).toBe(nodeOf(SPOILT));
    fireEvent.keyDown(map, { key: 'Enter' });
    expect(workbench().selection).toEqual([nodeOf(SPOILT)]);
    fireEvent.blur(map);
    expect(workbench().hovered).toBeNull();
  });

  it('shows another figure, and remembers it', async () => {
    show(<LayersView />);
    await act(settled);
    fireEvent.click(screen.getByRole('radio', { name: 'Firing rate' }));
    expect(screen.getByRole('application', { name: /^Firing rate by layer and step/ })).toBeTruthy();
    expect(workbench().layout.views.layers).toBe('firing-rate');
  });
});

describe('what is missing is said', () => {
  it('without a run', () => {
    setWorkbench({ shownRun: null });
    show(<LayersView />);
    expect(document.body.textContent).toContain('No finished run is shown: run the plan');
  });

  it('after a run that was cancelled', () => {
    const [run] = workbench().runs;
    // Runs are in the order in which they began.
    setWorkbench({
      shownRun: null,
      runs: [
        { ...run!, id: 1, state: 'failed' },
        { ...run!, id: 3, state: 'cancelled' },
      ],
    });
    show(<LayersView />);
    expect(document.body.textContent).toContain(
      'Run 3 was cancelled: a run has figures by layer when all of its samples are done.',
    );
  });

  it('of a run by an older version', async () => {
    const layers = report().layers.map((layer) => (isNeuronLayer(layer) ? { ...layer, clipped: undefined } : layer));
    withReport({ layers });
    show(<LayersView />);
    await act(settled);
    fireEvent.click(screen.getByRole('radio', { name: 'Clipped' }));
    expect(document.body.textContent).toContain('An older version of Spikeloom made this run');
  });

  it('of a run without conversion errors', async () => {
    withReport({
      layers: report().layers.map((layer) => (isNeuronLayer(layer) ? { ...layer, conversion_error: undefined } : layer)),
    });
    show(<LayersView />);
    await act(settled);
    expect(document.body.textContent).toContain('so that no layer can be named');
  });

  it('of a run of one step', async () => {
    const layers = report().layers.map((layer) =>
      isNeuronLayer(layer) ? { ...layer, conversion_error: [0.2], firing_rate: [0.1] } : layer,
    );
    withReport({ layers, steps: report().steps.slice(0, 1), settings: { ...report().settings, steps: 1 } });
    show(<LayersView />);
    await act(settled);
    expect(document.body.textContent).toContain('This run has one step, so that the map has one column.');
  });
});
