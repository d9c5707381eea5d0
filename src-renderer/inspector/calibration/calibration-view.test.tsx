// @vitest-environment happy-dom
/** The calibration of one layer in every state: none yet, being read, failed, there, out of date, of a layer that never fires. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineCommand } from '../../commands/index.ts';
import type { LayerStatistics, NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { EMPTY_PLAN, type Plan, setLayers } from '../../../src-shared/plan/index.ts';
import { planInUse, setWorkbench, workbench } from '../../state/index.ts';
import { constructedStatistics } from '../../testing/constructed-project.ts';
import type { Answers } from '../../testing/constructed-services.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import { CalibrationView } from './calibration-view.tsx';

/** Every element is as wide as a narrow panel. */
class FixedSize {
  private readonly tell: (entries: readonly unknown[]) => void;
  constructor(tell: (entries: readonly unknown[]) => void) {
    this.tell = tell;
  }
  observe(): void {
    this.tell([{ contentRect: { width: 320, height: 200 }, borderBoxSize: [{ inlineSize: 320, blockSize: 200 }] }]);
  }
  disconnect(): void {}
}
const start = vi.fn();
beforeAll(() => {
  vi.stubGlobal('ResizeObserver', FixedSize);
  defineCommand({ id: 'calibration.start', title: 'Calibrate', run: start });
});
afterAll(() => void vi.unstubAllGlobals());
beforeEach(() => start.mockClear());

const RELU = 'relu';
async function view(answers: Answers = {}, plan: Plan = EMPTY_PLAN, change: Partial<LayerStatistics> = {}) {
  const services = await openWindow({
    'calibration.layer': ({ layer, channel }) => ({ ...constructedStatistics(layer, channel), ...change }),
    ...answers,
  });
  setWorkbench({ history: { plan, done: [], undone: [] } });
  const layer: NeuronLayerInfo = workbench().project!.graph.layers[0]!;
  return { services, open: () => void show(<CalibrationView layer={layer} />) };
}
const slider = () => screen.findByRole('slider', { name: 'Threshold θ' });
const threshold = () => planInUse().settings.get(RELU)!.threshold;
const texts = () => document.body.textContent;

describe('without a calibration', () => {
  it('says so, asks nothing, and offers one', async () => {
    const { services, open } = await view();
    setWorkbench({ calibration: null });
    open();
    expect(screen.getByText('This network has not been calibrated: there are no activations to show.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Calibrate' }));
    expect(start).toHaveBeenCalledTimes(1);
    expect(services.requests('calibration.layer')).toEqual([]);
  });

  it('offers none while one goes on, nor in a project that is only read', async () => {
    const { open } = await view();
    setWorkbench({ calibration: null });
    open();
    const button = () => screen.getByRole<HTMLButtonElement>('button');
    act(() => setWorkbench({ project: { ...workbench().project!, readOnly: 'no' } }));
    expect([button().textContent, button().disabled]).toEqual(['Calibrate', true]);
    act(() =>
      setWorkbench({
        jobs: [{ state: 'running', path: workbench().project!.path, kind: 'calibrate' }] as never,
        project: { ...workbench().project!, readOnly: null },
      }),
    );
    expect([button().textContent, button().disabled]).toEqual(['Calibrating…', true]);
  });
});

describe('the statistics', () => {
  it('are waited for', async () => {
    const { open } = await view({ 'calibration.layer': () => new Promise(() => {}) });
    open();
    expect(screen.getByText('Reading the statistics…')).toBeTruthy();
  });

  it('that cannot be read say why, and are read again', async () => {
    let times = 0;
    const { open } = await view({
      'calibration.layer': ({ layer, channel }) => {
        if (times++ === 0) throw new SpikeloomError('project.damaged', 'The project file is damaged.');
        return constructedStatistics(layer, channel);
      },
    });
    open();
    expect((await screen.findByRole('alert')).textContent).toContain('The project file is damaged.');
    fireEvent.click(screen.getByRole('button', { name: /try again/i }));
    expect(await slider()).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('are drawn with the threshold among them, and said in words', async () => {
    const { open } = await view();
    open();
    expect((await slider()).getAttribute('aria-valuetext')).toMatch(/^θ \d\.\d\d, \d+\.\d\u202f% of the values below$/);
    expect(screen.getByRole('group', { name: 'Activations and threshold of relu' })).toBeTruthy();
    expect(texts()).toMatch(/median of 8 thresholds, \d\.\d+ … \d\.\d+/);
    expect(texts()).toContain('error of this layer alone');
    expect(texts()).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('of a layer without a histogram say so', async () => {
    const { open } = await view({}, EMPTY_PLAN, { histogram: null });
    open();
    await slider();
    expect(texts()).toContain('No histogram was kept for this layer.');
    expect(texts()).not.toContain('of the values below');
  });

  it.each([
    ['without values', null],
    ['with negative values only', { low: -4, high: 0, counts: [5, 5, 5, 0] }],
  ])('of a layer %s that never fires say so, and have no line to move', async (_, histogram) => {
    const { open } = await view({}, EMPTY_PLAN, {
      histogram,
      threshold: [0, 0, 0],
      thresholds: Array.from({ length: 8 }, () => 0),
    });
    open();
    expect(await screen.findByText(/θ is 0: these neurons never fire\./)).toBeTruthy();
    expect(screen.queryByRole('slider', { name: 'Threshold θ' })).toBeNull();
    expect(document.body.innerHTML).not.toMatch(/NaN|Infinity/);
    expect(document.querySelectorAll('.inspector-chart .inspector-axis text').length).toBeGreaterThan(4);
  });
});

describe('the chart', () => {
  const surface = () => screen.findByRole('application', { name: /^Activations and threshold of relu\./ });
  const ticks = () =>
    [...document.querySelectorAll('.inspector-chart .inspector-axis text')].map(({ textContent }) => textContent);
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) fireEvent.keyDown(await surface(), { key });
  };

  it('is read with the arrow keys, zoomed around what is read, and shown whole again', async () => {
    const { open } = await view();
    open();
    const facts = (await screen.findByText(/error of this layer alone/)).textContent;
    await press('ArrowRight', 'ArrowRight');
    expect(document.querySelector('.chart-spot')!.textContent).toMatch(
      /^\S+: \d+\.\d+\u202f% of the values below, sent \S+, float network \S+$/,
    );
    const all = ticks();
    await press('+', '+');
    expect(ticks()).not.toEqual(all);
    // What the staircase does to the values does not depend on what is shown of it.
    expect(screen.getByText(/error of this layer alone/).textContent).toBe(facts);
    expect(document.body.innerHTML).not.toMatch(/NaN|Infinity/);
    await press('0');
    expect(ticks()).toEqual(all);
    await press('Escape');
    expect(document.querySelector('.chart-spot')).toBeNull();
  });

  it('drags over a part to zoom, and a double click shows all', async () => {
    const { open } = await view();
    open();
    const area = await surface();
    const all = ticks();
    fireEvent.pointerDown(area, { button: 0, clientX: 60 });
    fireEvent.pointerMove(area, { clientX: 140 });
    fireEvent.pointerUp(area, { clientX: 140 });
    expect(ticks()).not.toEqual(all);
    fireEvent.doubleClick(area);
    expect(ticks()).toEqual(all);
  });

  it.each([
    ['with a histogram', {}],
    ['without one', { histogram: null }],
  ])('%s has its figures as a table', async (_, change) => {
    const { open } = await view({}, EMPTY_PLAN, change);
    open();
    const menu = await screen.findByRole('button', { name: 'Activations and threshold of relu: copy, save, table' });
    fireEvent.keyDown(menu, { key: 'Enter' });
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Show as table' }));
    const table = await screen.findByRole('group', { name: 'Activations and threshold of relu: table' });
    const rows = [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) expect(row.every((cell) => /^[−\d.e\u202f]+$|^–$/.test(cell ?? ''))).toBe(true);
  });
});

describe('moving the line', () => {
  const move = async () => {
    const line = await slider();
    fireEvent.keyDown(line, { key: 'ArrowRight' });
    fireEvent.keyUp(line, { key: 'ArrowRight' });
  };

  it('fixes one value in place of all', async () => {
    const { open } = await view();
    open();
    const before = Number((await slider()).getAttribute('aria-valuenow'));
    expect(texts()).toContain('Fixes one threshold in place of 8.');
    await move();
    expect(threshold().value).toBeGreaterThan(before);
    expect(texts()).toContain('Drag the line, or focus it and use the arrow keys');
  });

  it('moves all in proportion if that is chosen', async () => {
    const { open } = await view();
    open();
    await slider();
    fireEvent.click(screen.getByRole('radio', { name: 'the scale' }));
    expect(texts()).toContain('Moves all thresholds of the layer in proportion.');
    await move();
    expect([threshold().value, threshold().scale > 1]).toEqual([undefined, true]);
  });

  it('is closed in a project that is only read', async () => {
    const { open } = await view();
    setWorkbench({ project: { ...workbench().project!, readOnly: 'no' } });
    open();
    await move();
    expect(threshold().value).toBeUndefined();
  });
});

describe('a threshold that is not the calibrated one', () => {
  const outdated = () => setWorkbench({ calibration: { ...workbench().calibration!, outdated: [RELU] } });

  it.each([
    ['another scale', { scale: 2 }, 'Scaled from the calibration; calibrate to make it so.'],
    ['another statistic', { percentile: 95 }, /^An estimate: the plan asks for another statistic/],
  ])('by %s is said to be', async (_, change, words) => {
    const { open } = await view({}, setLayers(EMPTY_PLAN, [RELU], { threshold: change }));
    outdated();
    open();
    expect(await screen.findByText(words)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Calibrate' }));
    expect(start).toHaveBeenCalledTimes(1);
  });

  it('but a fixed one is what it is', async () => {
    const { open } = await view({}, setLayers(EMPTY_PLAN, [RELU], { threshold: { value: 2 } }));
    outdated();
    open();
    expect((await slider()).getAttribute('aria-valuenow')).toBe('2');
    expect(document.querySelector('.inspector-outdated')).toBeNull();
  });
});

describe('channels', () => {
  it('one is chosen in the table, and asked for', async () => {
    const { services, open } = await view();
    open();
    await slider();
    fireEvent.click(screen.getAllByRole('option')[3]!);
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Channel' }).textContent).toBe('Channel 3'));
    const asked = services.requests('calibration.layer');
    expect(asked.map((request) => (request as { channel: number | null }).channel)).toEqual([null, 3]);
    expect(texts()).not.toContain('median of');
  });

  it('of a layer with a single one are no choice', async () => {
    const { open } = await view({}, EMPTY_PLAN, { channels: 1 });
    open();
    await slider();
    expect(screen.queryByRole('combobox', { name: 'Channel' })).toBeNull();
  });
});

describe('threshold iteration', () => {
  const plan = setLayers(EMPTY_PLAN, [RELU], { threshold: { method: 'iteration' } });

  it('is drawn where the plan uses it, and only there', async () => {
    const { open } = await view({}, plan);
    open();
    expect(await screen.findByRole('img', { name: 'θ after each iteration, channel 0' })).toBeTruthy();
    expect(texts()).toContain('θ 1.14 after 5 iterations');
    act(() => setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } }));
    expect(screen.queryByRole('img', { name: /iteration/ })).toBeNull();
  });

  it.each([
    [[2, 1.5], true, 'θ 1.50 after 1 iteration'],
    [[1], true, 'θ 1.00 after 0 iterations'],
    [[2, Number.NaN], false, 'Not a number: θ fell back to 1.'],
  ])('of %j says how it ended', async (thresholds, solved, words) => {
    const { open } = await view(
      { 'calibration.iteration': ({ channel }) => ({ channel, thresholds: thresholds.filter(Number.isFinite), solved }) },
      plan,
    );
    open();
    await waitFor(() => expect(document.querySelector('.inspector-box + *, .inspector-box')).not.toBeNull());
    await waitFor(() => expect(texts()).toContain(words));
    expect(texts()).not.toContain(`${words}s`);
    expect(document.body.innerHTML).not.toMatch(/points="[^"]*NaN/);
  });
});
