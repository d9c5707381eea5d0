// @vitest-environment happy-dom
/** The view of tuning in every state of a search: what it says, what can be done, and what of it works by keyboard. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobState, TuningState } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { formatPlan, setLayers } from '../../src-shared/plan/index.ts';
import { type PlanResult, PRESETS, type TrialPoint, type TuneResult } from '../../src-shared/tuning/index.ts';
import { currentPlan, followHost, setWorkbench, undoPlan, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { stubSizes } from '../testing/stub-sizes.ts';
import { TuningView } from './tuning-view.tsx';

stubSizes({ width: 500, height: 300 });

let services: ScriptedServices;
let stored: TuningState | null;
let jobs: JobState[];
const turns = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) await act(settled);
};

beforeEach(async () => {
  [stored, jobs] = [null, []];
  services = await openWindow({
    'tuning.read': () => stored,
    'tuning.start': () => ({ job: 'search' }),
    'tuning.forecast': () => ({ job: 'forecast' }),
    'job.cancel': () => ({}),
    'job.retry': () => ({ job: 'again' }),
    'job.list': () => jobs,
  });
  followHost();
});

const job = (change: Partial<JobState> = {}): JobState => ({
  ...{ id: 'search', kind: 'tune', title: 'Tuning for accuracy-drop<=0.3', path: PATH, state: 'running', phase: 'searching' },
  ...{ done: 12, total: 1000, remainingMs: 90_000, error: null, run: null, started: '', finished: null, notes: [] },
  ...change,
});
const setJob = (change: Partial<JobState> = {}): void => act(() => setWorkbench({ jobs: [job(change)] }));

/** A plan that differs from the working plan in one layer. */
const tuned = (thresholds: number): string => formatPlan(setLayers(currentPlan(), ['relu'], { thresholds }));
const point = (change: Partial<TrialPoint> = {}): TrialPoint => ({
  ...{ plan: tuned(5), numbers: 'float32', uniform: false, steps: 2, from: 1, margin: null, samples: 100, labelled: true },
  ...{ right: 80, agree: 90, floatRight: 81, meanSteps: 2, energy: 10, energyRatio: 0.1, excess: 0, ...change },
});
const POINTS = (): TrialPoint[] => [
  point(),
  point({ plan: tuned(6), right: 70, energyRatio: 0.05, energy: 5, excess: 0.4 }),
  point({ plan: tuned(7), samples: 25, right: 22, agree: 24, energyRatio: 0.4, energy: 40 }),
];

const search = (change: Partial<TuningState> = {}): TuningState => ({
  choices: {
    ...{ dataset: '/samples', holdout: null, budgets: ['accuracy-drop<=0.3'], minimise: 'energy', energyModel: 'paper-ratio' },
    ...{ trials: 1000, time: 600_000, seed: 1, engine: 'cpu' },
  },
  ...{ state: 'cancelled', error: null, points: POINTS(), result: null },
  ...change,
});

const found = (change: Partial<PlanResult['holdout']> = {}): PlanResult => {
  const part = {
    ...{ samples: 100, accuracy: 0.8, interval: [0.71, 0.87] as [number, number], agreement: 0.9, float_accuracy: 0.81 },
    ...{ mean_steps: 2, energy_ratio: 0.1, int8_ratio: null, meets_budget: true },
  };
  return {
    ...{ plan: JSON.parse(tuned(5)) as unknown, family: 'layers', numbers: 'float32', steps: 2, readout: { from: 1 } },
    ...{ stop_margin: null, tune: part, holdout: { ...part, energy: { 'paper-ratio': 10 }, ...change } },
  };
};
const versus = (verdict: TuneResult['versus'][number]['verdict']): TuneResult['versus'][number] => ({
  ...{ family: 'published', numbers: 'float32', energy_pj: { value: -7, interval: [-8, -6] }, energy_share: 0.6, verdict },
  ...{ accuracy: { value: -0.002, interval: [-0.014, 0.01] }, wins: verdict === 'better' },
});
const result = (change: Partial<TuneResult> = {}): TuneResult => ({
  ...{ budget: ['accuracy-drop<=0.3'], minimise: 'energy', energy_model: 'paper-ratio', best: found(), nearest: null },
  ...{ versus: [versus('better')], front: [], baselines: [{ ...found(), family: 'published' as const }], sensitivity: [] },
  ...{ trials: 3, resumed: 0, reasons: ['relu: 5 thresholds'], version: null, notes: ['A note.'], ...change },
});

/** Opens the view on a stored search. */
async function open(state: TuningState | null = null): Promise<void> {
  stored = state;
  show(<TuningView />);
  await turns();
}
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const isDisabled = (name: string): boolean => button(name).matches(':disabled, [aria-disabled=true]');
const status = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' | ');
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const enter = (name: string, text: string): void => {
  fireEvent.change(field(name), { target: { value: text } });
  fireEvent.keyDown(field(name), { key: 'Enter' });
};

describe('before a search', () => {
  it('says that there is none, and starts one with what is filled in', async () => {
    await open();
    expect(screen.getByText('No search yet')).toBeTruthy();
    enter('Accuracy', '1');
    enter('Steps', '4');
    fireEvent.click(button('Start search'));
    await turns();
    expect(services.requests('tuning.start')).toMatchObject([
      { path: PATH, budgets: ['accuracy-drop<=1', 'steps<=4'], minimise: 'energy', time: 600_000, trials: 1000 },
    ]);
  });

  it('says why none can be started', async () => {
    await open();
    enter('Accuracy', '');
    expect(screen.getByRole('note').textContent).toContain('State at least one budget');
    expect(isDisabled('Start search')).toBe(true);
    act(() => setWorkbench({ project: { ...workbench().project!, readOnly: 'Locked.' } }));
    expect(screen.getByRole('note').textContent).toBe('This project can only be read: Locked.');
    fireEvent.click(button('Start search'));
    fireEvent.click(button('Forecast'));
    await turns();
    expect([services.requests('tuning.start'), services.requests('tuning.forecast')]).toEqual([[], []]);
  });

  it.each(PRESETS)('the preset $label fills the form, and keeps samples and limits', async (preset) => {
    await open();
    enter('Steps', '4');
    enter('Plans', '50');
    fireEvent.click(screen.getByRole('combobox', { name: 'Preset' }));
    fireEvent.click(screen.getByRole('option', { name: preset.label }));
    await turns();
    expect(field('Accuracy').value).toBe(String(preset.accuracyDrop));
    expect([field('Steps').value, field('Plans').value]).toEqual(['', '50']);
    expect(screen.getByRole('switch', { name: 'Less than the int8 network' }).getAttribute('aria-checked')).toBe(
      String(preset.belowInt8),
    );
    expect(screen.queryAllByRole('table')).toHaveLength(preset.figures.length > 0 ? 1 : 0);
    for (const { setting } of preset.figures) expect(screen.getByRole('rowheader', { name: setting })).toBeTruthy();
  });

  it('a forecast is measured, cancelled, and shown until the form changes', async () => {
    await open();
    fireEvent.click(button('Forecast'));
    await turns();
    setJob({ id: 'forecast', kind: 'forecast', phase: 'forecasting', done: 1, total: 6, remainingMs: null });
    fireEvent.click(button('Cancel forecast'));
    await turns();
    expect(services.requests('job.cancel')).toEqual([{ job: 'forecast' }]);
    setJob({ id: 'forecast', kind: 'forecast', state: 'cancelled' });
    expect(status()).toContain('The forecast was cancelled.');
    const forecast = { trials: 89, ms: 550_000, complete: false, memory: 1.2e9, measuredMs: 12_000, samples: 50, notes: [] };
    setJob({ id: 'forecast', kind: 'forecast', state: 'done', forecast });
    expect(status()).toMatch(/Forecast: about 89 plans in 9\smin 10\ss, with at most 1.20\sGB of memory/);
    expect(status()).toContain('Its limits end it then.');
    enter('Accuracy', '2');
    expect(screen.queryByText(/Forecast: about/)).toBeNull();
  });
});

describe('a search', () => {
  it('that goes on shows its plans as they come, how long it will take, and is paused', async () => {
    await open();
    setJob();
    await turns();
    expect(screen.getByText('The first plans are evaluated…')).toBeTruthy();
    act(() => services.tell('tuning.trials', { job: 'search', path: PATH, points: POINTS() }));
    expect(status()).toMatch(/3 plans tried.*about 1\smin 30\ss left/);
    expect(screen.getAllByRole('option')).toHaveLength(3);
    act(() => services.tell('tuning.trials', { job: 'search', path: '/other', points: [point({ plan: tuned(2) })] }));
    expect(screen.getAllByRole('option')).toHaveLength(3);
    fireEvent.click(button('Pause'));
    expect(status()).toContain('Pausing…');
    expect(isDisabled('Pause')).toBe(true);
    await turns();
    expect(services.requests('job.cancel')).toEqual([{ job: 'search' }]);
    stored = search();
    setJob({ state: 'cancelled' });
    await turns();
    expect(status()).toContain('Paused: 3 plans kept');
  });

  it('that is paused is resumed, and shows what was kept beside what comes', async () => {
    await open(search());
    setJob({ state: 'cancelled' });
    await turns();
    fireEvent.click(button('Resume'));
    await turns();
    expect(services.requests('job.retry')).toEqual([{ job: 'search' }]);
    stored = search({ state: 'running' });
    setJob({ id: 'again' });
    await turns();
    act(() => services.tell('tuning.trials', { job: 'again', path: PATH, points: [point({ plan: tuned(3) })] }));
    expect(screen.getAllByRole('option')).toHaveLength(4);
  });

  it('that was paused in an earlier window and has no job any more can be started, not resumed', async () => {
    await open(search());
    expect(status()).toContain('Paused: 3 plans kept');
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
    expect(isDisabled('Start search')).toBe(false);
  });

  it('that failed says why, and is tried again', async () => {
    await open(search({ state: 'failed', error: 'There is no space left.' }));
    setJob({ state: 'failed', error: { code: 'output.unwritable', message: 'There is no space left.' } });
    await turns();
    expect(screen.getByText('The search failed')).toBeTruthy();
    expect(screen.getByText('There is no space left.')).toBeTruthy();
    expect(screen.getAllByRole('option')).toHaveLength(3);
    fireEvent.click(button('Try again'));
    await turns();
    expect(services.requests('job.retry')).toEqual([{ job: 'search' }]);
  });

  it('that cannot be read says why', async () => {
    services.on('tuning.read', () => {
      throw new SpikeloomError('project.damaged', 'A page is damaged.');
    });
    await open();
    expect(screen.getByText('The searches of this project cannot be read')).toBeTruthy();
    expect(screen.getByText('A page is damaged.')).toBeTruthy();
  });
});

describe('a result', () => {
  const done = (change: Partial<TuneResult> = {}): TuningState => search({ state: 'done', result: result(change) });
  const shown = (): HTMLElement => screen.getByRole('group', { name: 'Result' });

  it('with a winner has its figures on the hold-out, the verdict, reasons and notes', async () => {
    await open(done());
    expect(status()).toContain('Done: 3 plans tried');
    expect(shown().textContent).toContain('The best plan that meets the budgets: 2 steps.');
    expect(shown().textContent).toMatch(/Better than the best published setting by more than noise: 40\.0\s% less energy/);
    expect(within(shown()).getByRole('table', { name: 'On 100 samples that the search never saw' })).toBeTruthy();
    expect(within(shown()).getByText('relu: 5 thresholds')).toBeTruthy();
    expect(within(shown()).getByText('A note.')).toBeTruthy();
  });

  it.each([
    ['within-noise', 'No winner over the best published setting, since the gain is within noise'],
    ['less-accurate', 'No winner over the best published setting, since it is surely less often right'],
    ['beyond-budget', 'No winner over the best published setting, since it exceeds the budgets by more on the hold-out'],
  ] as const)('%s is no winner', async (verdict, words) => {
    await open(done({ versus: [versus(verdict)], best: found({ meets_budget: verdict !== 'beyond-budget' }) }));
    expect(shown().textContent).toContain(words);
    expect(shown().textContent.includes('On the hold-out it exceeds them.')).toBe(verdict === 'beyond-budget');
  });

  it('that meets no budget shows the nearest plan, which can be applied too', async () => {
    await open(done({ best: null, nearest: found({ meets_budget: false }) }));
    expect(shown().textContent).toContain('No plan that was tried meets accuracy-drop<=0.3. The nearest one: 2 steps.');
    expect(within(shown()).getByRole('rowheader', { name: 'Nearest' })).toBeTruthy();
    expect(within(shown()).getByRole('button', { name: 'Apply to the plan' })).toBeTruthy();
  });

  it('without labels is of agreement', async () => {
    const bare = found({ accuracy: null, float_accuracy: null });
    const points = POINTS().map((one) => ({ ...one, labelled: false }));
    await open({ ...done({ best: bare, baselines: [], versus: [] }), points });
    expect(within(shown()).getByRole('columnheader', { name: 'Agree' })).toBeTruthy();
    expect(within(shown()).queryByRole('columnheader', { name: 'Right' })).toBeNull();
    expect(screen.getByRole('application', { name: /^Agreement and energy of the plans/ })).toBeTruthy();
  });

  it('is applied as one step that can be undone', async () => {
    await open(done());
    const before = currentPlan();
    fireEvent.click(within(shown()).getByRole('button', { name: 'Apply to the plan' }));
    expect(within(shown()).getByText('In the plan')).toBeTruthy();
    expect(currentPlan()).not.toEqual(before);
    expect(workbench().history!.done.at(-1)).toMatchObject({ origin: 'tuner', label: 'Plan found by tuning: 2 steps' });
    act(() => undoPlan());
    expect(currentPlan()).toEqual(before);
    expect(within(shown()).getByRole('button', { name: 'Apply to the plan' })).toBeTruthy();
  });

  it('cannot be applied to a project that can only be read', async () => {
    await open(done());
    act(() => setWorkbench({ project: { ...workbench().project!, readOnly: 'Locked.' } }));
    const before = currentPlan();
    fireEvent.click(within(shown()).getByRole('button', { name: 'Apply to the plan' }));
    expect(currentPlan()).toEqual(before);
  });
});

describe('by keyboard', () => {
  it('a point of the chart is chosen by arrows and Enter, and its changes are shown', async () => {
    await open(search());
    const chart = screen.getByRole('application', { name: /^Accuracy and energy of the plans/ });
    fireEvent.keyDown(chart, { key: 'ArrowRight' });
    fireEvent.keyDown(chart, { key: 'Enter' });
    expect(screen.getByRole('radio', { name: 'Chosen plan' }).getAttribute('aria-checked')).toBe('true');
    expect(screen.getByRole('group', { name: 'Changes of the working plan' }).textContent).toContain('thresholds');
  });

  it('a plan of the list is chosen by arrows, and stays chosen in the chart', async () => {
    await open(search());
    const list = screen.getByRole('listbox', { name: 'Plans, the best first' });
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    expect(screen.getAllByRole('option', { selected: true })).toHaveLength(1);
    fireEvent.click(screen.getByRole('radio', { name: 'Chosen plan' }));
    expect(screen.getByRole('button', { name: 'Apply to the plan' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Show on the graph' })).toBeTruthy();
  });
});
