// @vitest-environment happy-dom
/** The legend, breadcrumbs and bar above the graph: what they say in every state. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { constructedReport } from '../../testing/constructed-project.ts';
import { derivedFrom } from '../../testing/laid-out-scene.ts';
import { WorkerOnPage } from '../../testing/open-graph.ts';
import { openWindow, settled } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import type { Derived } from '../derived.ts';
import { type OverlayKind, overlayValues, scaleOf } from '../model/overlay.ts';
import { moved, setFlow } from '../state/camera.ts';
import { openAround, showGraph } from '../state/scene.ts';
import { EMPTY_VIEW, graphView, setGraphView } from '../state/view-store.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { GraphBar } from './graph-bar.tsx';
import { Legend } from './legend.tsx';
import '../commands.ts';

beforeAll(() => {
  vi.stubGlobal('Worker', WorkerOnPage);
  setFlow({ setViewport: (next: never) => moved(next) } as never);
});
afterAll(() => void vi.unstubAllGlobals());
beforeEach(async () => {
  await openWindow();
  moved({ x: 0, y: 0, zoom: 1 });
});

const graph = () => workbench().project!.graph;

describe('the legend', () => {
  const derived = (kind: OverlayKind | null, change: Partial<Derived> = {}): Derived => {
    const base = derivedFrom(graph(), EMPTY_PLAN);
    const { calibration, shownRun } = workbench();
    const sources = {
      graph: graph(),
      settings: base.settings,
      calibration,
      report: shownRun?.report ?? null,
      comparison: null,
      rows: null,
    };
    const overlay = kind && overlayValues(kind, sources);
    return { ...base, overlay, ...(overlay ? { scale: scaleOf(overlay, []) } : {}), ...change };
  };
  const legend = (of: Derived) => {
    show(<Legend derived={of} />);
    return screen.getByRole('region', { name: 'Legend' });
  };

  it('without colours has the codings that are in use, and a transcoder where there is one', () => {
    expect(within(legend(derived(null))).getByRole('list').textContent).toBe('differential');
    cleanup();
    const mixed = derivedFrom(graph(), setLayers(EMPTY_PLAN, ['layer1.0.relu2'], { coding: 'rate' }));
    expect(
      within(legend(mixed))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['differential', 'rate', 'transcoder']);
  });

  it.each<[OverlayKind, string, string]>([
    ['threshold', 'Threshold θ median per layer, in units of the activations', 'modules: mean'],
    ['thresholds', 'Number of thresholds per neuron', 'modules: largest inside'],
    ['firing-rate', 'share of neurons that send, mean over the steps', 'modules: mean'],
    ['conversion-error', 'relative to the float activation, after the last step', 'modules: largest inside'],
    ['energy-share', 'of the full ledger, after the last step', 'modules: sum'],
  ])('of %s has its name, unit, scale and how modules are made up', (kind, title, fold) => {
    const { textContent } = legend(derived(kind));
    expect(textContent).toContain(title);
    expect(textContent).toContain(fold);
    expect(textContent).toMatch(/log scale|linear scale/);
    expect(textContent).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has values that rise from one end to the other', () => {
    const { overlay, scale } = derived('firing-rate');
    const values = [...legend(derived('firing-rate')).querySelectorAll('.graph-legend-values li')].map((one) =>
      Number.parseFloat(one.textContent!),
    );
    expect(overlay && scale.range).not.toBeNull();
    expect(values.length).toBeGreaterThan(2);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it('one value for all is one step', () => {
    const { textContent } = legend(derived('thresholds'));
    expect(textContent).toContain('linear scale');
    expect(document.querySelectorAll('.graph-legend-values li')).toHaveLength(1);
    expect(document.querySelector('.graph-legend-values')!.textContent).toBe('8');
  });

  it.each([
    ['threshold', { calibration: null }, 'Not calibrated yet. Calibrate or run the plan to see thresholds.'],
    ['firing-rate', { shownRun: null }, 'No run yet. Run the plan on some samples to see this.'],
    ['threshold-cost', {}, 'The run shown did not record this.'],
  ] as const)('of %s without anything to show says what to do', (kind, state, hint) => {
    setWorkbench(state);
    expect(legend(derived(kind)).textContent).toContain(hint);
    expect(document.querySelector('.graph-legend-ramp')).toBeNull();
  });

  it('says that some were not measured, and that thresholds are out of date', () => {
    const report = constructedReport({ ...workbench().project!, calibration: null } as never);
    setWorkbench({ shownRun: { id: 1, report: { ...report, layers: report.layers.slice(1) } } });
    expect(legend(derived('firing-rate')).textContent).toContain('not measured');
    cleanup();
    expect(legend(derived('threshold')).textContent).toContain('1 layer changed since: calibrate or run again');
    cleanup();
    const { calibration } = workbench();
    setWorkbench({
      calibration: {
        ...calibration!,
        outdated: graph()
          .layers.slice(0, 2)
          .map(({ name }) => name),
      },
    });
    expect(legend(derived('threshold')).textContent).toContain('2 layers changed since');
  });

  it('says that a run used another plan', async () => {
    show(<Legend derived={derived('firing-rate')} />);
    expect(await screen.findByText('Of an older plan: version 2.')).toBeTruthy();
  });

  it('of a model that cannot be converted says so', () => {
    const blocked = new Map([['x', { certain: true, reason: '' }]]) as unknown as Derived['blocked'];
    expect(legend(derived(null, { blocked })).textContent).toContain('cannot be converted');
  });
});

describe('breadcrumbs', () => {
  const DEEP = '/layer1/1/conv1/Conv';
  const crumbs = () =>
    within(screen.getByRole('navigation', { name: 'Module' }))
      .getAllByRole('listitem')
      .map((one) => one.textContent);
  beforeEach(async () => {
    await showGraph(graph());
    await openAround([DEEP]);
  });

  it.each([
    [null, ['Network']],
    ['input', ['Network', 'input']],
    ['module:layer1', ['Network', 'layer1']],
    [DEEP, ['Network', 'layer1', 'layer1.1', 'conv1']],
    ['gone', ['Network']],
  ])('of %s are the modules around it, outermost first', (focus, words) => {
    setGraphView({ focus });
    show(<Breadcrumbs scene={graphView().scene!} />);
    expect(crumbs()).toEqual(words);
    const here = document.querySelectorAll('[aria-current="location"]');
    expect([...here].map((one) => one.textContent)).toEqual(words.slice(-1));
  });

  it('lead to a module by a click', async () => {
    setGraphView({ focus: DEEP });
    show(<Breadcrumbs scene={graphView().scene!} />);
    fireEvent.click(screen.getByRole('button', { name: 'layer1' }));
    await waitFor(() => expect(graphView().focus).toBe('module:layer1'));
    await waitFor(() => expect(crumbs()).toEqual(['Network', 'layer1']));
    fireEvent.click(screen.getByRole('button', { name: 'Network' }));
    await waitFor(() => expect([graphView().focus, workbench().selection]).toEqual([null, []]));
  });
});

describe('the bar', () => {
  beforeEach(async () => {
    setGraphView(EMPTY_VIEW);
    await showGraph(graph());
    show(<GraphBar scene={graphView().scene!} />);
  });
  const select = async (nodes: readonly string[]) => {
    setWorkbench({ selection: nodes });
    await settled();
  };

  it.each([
    [['/conv1/Conv', '/linear/Linear'], '2 selected'],
    [['/conv1/Conv', '/relu/Relu'], '1 neuron layer selected'],
    [['/layer1/0/relu1/Relu', '/relu/Relu', '/conv1/Conv'], '2 neuron layers selected'],
  ])('counts a selection of several: %j', async (nodes, words) => {
    await select(nodes);
    await waitFor(() => expect(document.querySelector('.graph-bar-count')?.textContent).toBe(words));
    await select(nodes.slice(0, 1));
    await waitFor(() => expect(document.querySelector('.graph-bar-count')).toBeNull());
  });

  it('has the zoom in percent, and a click leads back to 100 %', () => {
    moved({ x: 0, y: 0, zoom: 0.254 });
    const zoom = screen.getByRole('button', { name: /25\u202f%/ });
    expect(zoom.ariaLabel).toBe('Zoom 25\u202f%; back to 100 %');
    fireEvent.click(zoom);
    expect(zoom.textContent).toBe('100\u202f%');
  });

  it('says that a layout goes on, and only then', async () => {
    expect(screen.queryByRole('status')).toBeNull();
    setGraphView({ busy: true });
    expect((await screen.findByRole('status')).textContent).toBe('Laying out the graph…');
  });

  it('of a model that is only looked at has no colours to choose', async () => {
    expect(screen.getByRole('combobox', { name: 'Colour by' })).toBeTruthy();
    setWorkbench({ project: null, looked: { name: 'x', graph: graph() } });
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Colour by' })).toBeNull());
  });

  it('opens and closes all modules, and finds', async () => {
    const tools = within(screen.getByRole('toolbar', { name: 'Graph of the network' }));
    fireEvent.click(tools.getByRole('button', { name: /Collapse all modules/ }));
    await waitFor(() => expect(graphView().scene!.open.size).toBe(0));
    fireEvent.click(tools.getByRole('button', { name: /Expand all modules/ }));
    await waitFor(() => expect(graphView().scene!.open.size).toBeGreaterThan(5));
    fireEvent.click(tools.getByRole('button', { name: /Find in graph/ }));
    expect(graphView().find).toEqual({ text: '', at: 0 });
  });
});
