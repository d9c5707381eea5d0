// @vitest-environment happy-dom
/** The run bar: why nothing can run, what a run is started with, how far it has come, and how it is ended. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallName, JobState } from '../../src-shared/contract/index.ts';
import { ENGINE_IDS } from '../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { setLayers } from '../../src-shared/plan/index.ts';
import { currentPlan, editPlan, openProject, setWorkbench, workbench, type WorkbenchState } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { TooltipProvider } from '../ui/index.ts';
import { defineView } from '../views/index.ts';
import './commands.ts';
import { RunBar } from './index.ts';
import { cancelJob, failedJob, retryJob, runningJob } from './jobs.ts';
import { batchFor, runOptions, setRunOptions } from './run-options.ts';
import { canCalibrate, canRun, startCalibration, startRun, whyNotRun } from './start-run.ts';

const job = (change: Partial<JobState> = {}): JobState => ({
  ...{
    id: 'j',
    kind: 'run',
    title: 'Run of 200 samples',
    path: PATH,
    state: 'running',
    phase: 'simulating',
    done: 40,
    total: 200,
  },
  ...{ remainingMs: 17_000, error: null, run: null, started: '', finished: null, notes: [] },
  ...change,
});

let services: ScriptedServices;
beforeAll(() => void defineView({ id: 'results', title: 'Results', place: 'bottom', load: () => Promise.resolve(() => null) }));
beforeEach(async () => {
  services = scriptedServices();
  services.on('samples.preview', () => ({
    count: 1000,
    classes: null,
    preprocess: null,
    shape: [3, 32, 32],
    samples: [],
    notes: [],
  }));
  services.on('run.start', () => ({ job: 'j' }));
  services.on('job.cancel', () => ({}));
  await openProject(PATH);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
const project = (change: object): void => setWorkbench({ project: { ...workbench().project!, ...change } });

describe('a run', () => {
  it.each<[string, () => void, string | null]>([
    ['everything', () => undefined, null],
    ['no project', () => setWorkbench({ project: null }), 'No project is open.'],
    ['no connection', () => setWorkbench({ connection: 'lost' }), 'Not connected to the services.'],
    ['a project that can only be read', () => project({ readOnly: 'Locked.' }), 'This project can only be read: Locked.'],
    ['another run', () => setWorkbench({ jobs: [job()] }), 'Another run or calibration goes on.'],
    ['a calibration', () => setWorkbench({ jobs: [job({ kind: 'calibrate' })] }), 'Another run or calibration goes on.'],
    ['a run of another project', () => setWorkbench({ jobs: [job({ path: '/other' })] }), null],
    ['a project that is being made', () => setWorkbench({ jobs: [job({ kind: 'create' })] }), null],
    ['a run that has ended', () => setWorkbench({ jobs: [job({ state: 'failed' })] }), null],
    ['no samples', () => project({ dataset: null }), 'Choose samples first.'],
    ['no number of samples', () => setRunOptions({ samples: null }), 'No samples would run: enter how many.'],
    ['a model that is gone', () => project({ model: { ...workbench().project!.model, missing: 'Gone.' } }), 'Gone.'],
    [
      'a text that cannot be read',
      () => setWorkbench({ textProblems: [{ message: 'A comma.', line: 1, column: 1 }] }),
      'A comma.',
    ],
  ])('with %s', (_, change, why) => {
    change();
    expect(whyNotRun(workbench())).toBe(why);
    expect(canRun(workbench())).toBe(why === null);
  });

  it('of a plan that cannot be run says which layer keeps it from that', () => {
    editPlan('lif', 'text', setLayers(currentPlan(), ['layer1.0.relu1'], { neuron: 'lif' }));
    expect(whyNotRun(workbench())).toContain('layer1.0.relu1');
  });

  it('is started with what was chosen, and its results come to the front', async () => {
    setRunOptions({ samples: 50 });
    setWorkbench({ settings: { ...workbench().settings, threads: 3 } });
    startRun();
    setRunOptions({ batch: 7, dataset: '/d' });
    startRun();
    await settled();
    const { engine } = workbench().settings;
    const shared = { path: PATH, samples: 50, engine, threads: 3 };
    expect(services.requests('run.start')).toEqual([
      { ...shared, dataset: 'resources/examples/cifar10/test', batch: 10 },
      { ...shared, dataset: '/d', batch: 7 },
    ]);
    expect(workbench().layout.front.bottom).toBe('results');
  });

  it('that cannot be started asks for nothing', async () => {
    for (const samples of [null, undefined]) {
      if (samples === null) setRunOptions({ samples });
      else setWorkbench({ project: null });
      startRun();
    }
    startCalibration();
    await settled();
    expect(services.requests('run.start')).toEqual([]);
  });

  it('that the services refuse is said', async () => {
    services.on('run.start', () => {
      throw new SpikeloomError('project.read-only', 'Locked by another program.');
    });
    startRun();
    await settled();
    expect(workbench().notices.map(({ message }) => message)).toEqual(['Locked by another program.']);
  });

  it('comes in batches of at least 10 and at most 100, and in at least ten of them where it can', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (samples) => {
        const batch = batchFor(samples);
        expect(batch).toBeGreaterThanOrEqual(10);
        expect(batch).toBeLessThanOrEqual(100);
        if (samples >= 100) expect(Math.ceil(samples / batch)).toBeGreaterThanOrEqual(10);
      }),
    );
  });
});

describe('a calibration', () => {
  beforeEach(() => services.on('calibration.start', () => ({ job: 'c' })));

  it.each([
    ['as the last', undefined, 50],
    ['as a first', null, 32],
  ])('has batches %s', async (_, calibration, batch) => {
    if (calibration === null) setWorkbench({ calibration });
    startCalibration();
    await settled();
    expect(services.requests('calibration.start')).toMatchObject([{ path: PATH, source: null, batch }]);
  });

  it.each<[string, Partial<WorkbenchState>, boolean]>([
    ['now', {}, true],
    ['without a project', { project: null }, false],
    ['without a connection', { connection: 'lost' }, false],
    ['during a run', { jobs: [job()] }, false],
  ])('%s can be made, or not', (_, change, can) => expect(canCalibrate({ ...workbench(), ...change })).toBe(can));
});

describe('a plan that is on its way to the services', () => {
  it.each<[CallName, () => void]>([
    ['run.start', startRun],
    ['calibration.start', startCalibration],
  ])('has arrived when %s is called', async (name, start) => {
    let arrive: (revision: { revision: number }) => void = () => undefined;
    services.on('plan.commit', () => new Promise((resolve) => (arrive = resolve)));
    services.on('calibration.start', () => ({ job: 'c' }));
    editPlan('if', 'graph', setLayers(currentPlan(), ['layer1.0.relu1'], { neuron: 'if' }));
    start();
    await settled();
    expect(services.requests(name)).toEqual([]);
    arrive({ revision: services.requests('plan.commit')[0]!.revision + 1 });
    await settled();
    expect(services.requests(name)).toHaveLength(1);
  });
});

describe('jobs of the bar', () => {
  it('are the one that goes on, or the latest if it failed', () => {
    const jobs = [job({ id: 'b', state: 'failed' }), job({ id: 'a', state: 'done' })];
    const state = { ...workbench(), jobs };
    expect([runningJob(state), failedJob(state)?.id]).toEqual([undefined, 'b']);
    expect(failedJob({ ...state, jobs: jobs.toReversed() })).toBeUndefined();
    expect(runningJob({ ...state, jobs: [...jobs, job({ id: 'c' })] })?.id).toBe('c');
  });

  it('are cancelled and tried again by their ids', async () => {
    services.on('job.retry', () => ({ job: 'k' }));
    cancelJob();
    setWorkbench({ jobs: [job()] });
    cancelJob();
    retryJob('old');
    await settled();
    expect([services.requests('job.cancel'), services.requests('job.retry')]).toEqual([[{ job: 'j' }], [{ job: 'old' }]]);
  });
});

describe('the bar', () => {
  const show = async (): Promise<void> => {
    render(
      <TooltipProvider>
        <RunBar />
      </TooltipProvider>,
    );
    await act(settled);
  };
  const run = (): HTMLButtonElement => screen.getByRole('button', { name: 'Run' });
  const samples = (): HTMLInputElement => screen.getByRole('textbox', { name: 'Number of samples' });
  const status = (): string => screen.getByRole('status').textContent;

  it('runs, or says to those who come by keyboard why not', async () => {
    await show();
    expect(run().disabled).toBe(false);
    fireEvent.click(run());
    act(() => setWorkbench({ connection: 'lost' }));
    expect(run().disabled).toBe(true);
    const note = screen.getByRole('note', { name: 'Cannot run: Not connected to the services.' });
    expect(note.tabIndex).toBe(0);
    await act(settled);
    expect(services.requests('run.start')).toHaveLength(1);
  });

  it('takes a number of samples up to as many as there are', async () => {
    await show();
    fireEvent.change(samples(), { target: { value: '1001' } });
    fireEvent.blur(samples());
    expect(runOptions().samples).toBe(200);
    fireEvent.change(samples(), { target: { value: '1000' } });
    fireEvent.keyDown(samples(), { key: 'Enter' });
    expect(runOptions().samples).toBe(1000);
    fireEvent.change(samples(), { target: { value: '' } });
    fireEvent.blur(samples());
    expect([runOptions().samples, samples().placeholder, run().disabled]).toEqual([null, 'none of 1\u202f000', true]);
  });

  it('changes the steps of the plan', async () => {
    await show();
    const steps = screen.getByRole('textbox', { name: 'Time steps T' });
    fireEvent.keyDown(steps, { key: 'ArrowUp' });
    fireEvent.keyUp(steps, { key: 'ArrowUp' });
    expect(currentPlan().steps).toBe(9);
  });

  it.each<[string, Partial<JobState>, string]>([
    ['simulating', {}, '40 of 200 · 17\u202fs left'],
    ['without an estimate', { remainingMs: null }, '40 of 200'],
    ['calibrating', { phase: 'calibrating', remainingMs: 125_000 }, 'Calibrating: 40 of 200 samples · 2\u202fmin 05\u202fs left'],
    ['importing', { phase: 'importing', remainingMs: null }, 'Importing the model'],
    ['among many', { done: 0, total: 1_000_000, remainingMs: null }, '0 of 1\u202f000\u202f000'],
  ])('says how far a job is: %s', async (_, change, words) => {
    setWorkbench({ jobs: [job(change)] });
    await show();
    expect(status()).toBe(`Run of 200 samples${words}`);
    expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
  });

  it('cancels once, by the button', async () => {
    setWorkbench({ jobs: [job()] });
    await show();
    const cancel = screen.getByRole<HTMLButtonElement>('button', { name: 'Cancel' });
    fireEvent.click(cancel);
    fireEvent.click(cancel);
    await act(settled);
    expect([cancel.disabled, status()]).toEqual([true, 'Run of 200 samplesCancelling…']);
    expect(services.requests('job.cancel')).toEqual([{ job: 'j' }]);
  });

  it.each<[string, (press: (init?: KeyboardEventInit & { at?: string }) => void, pass: (ms: number) => void) => void, boolean]>([
    ['one Escape', (press) => press(), false],
    ['two Escapes', (press) => (press(), press()), true],
    ['two Escapes far apart', (press, pass) => (press(), pass(2001), press()), false],
    ['Escape held down', (press) => (press(), press({ repeat: true })), false],
    ['two Escapes in a dialog', (press) => (press({ at: 'dialog' }), press({ at: 'dialog' })), false],
    ['two Escapes in a list', (press) => (press({ at: 'listbox' }), press({ at: 'listbox' })), false],
  ])('is ended by %s, or not', async (_, keys, ends) => {
    setWorkbench({ jobs: [job()] });
    await show();
    vi.useFakeTimers();
    const press = ({ at, ...init }: KeyboardEventInit & { at?: string } = {}): void => {
      const inside = document.createElement('div');
      if (at) inside.setAttribute('role', at);
      document.body.append(inside);
      act(() => void inside.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, ...init })));
      inside.remove();
    };
    keys(press, (ms) => act(() => void vi.advanceTimersByTime(ms)));
    vi.useRealTimers();
    await act(settled);
    expect(services.requests('job.cancel')).toHaveLength(ends ? 1 : 0);
  });

  it('says what the engine runs on: threads where it has some, the adapter that was chosen', async () => {
    const settings = { ...workbench().settings, threads: 3, gpuAdapter: 'card' };
    setWorkbench({ settings });
    await show();
    const shown: string[] = [];
    for (const engine of ENGINE_IDS) {
      for (const gpuAdapter of ['card', null]) {
        act(() => setWorkbench({ settings: { ...settings, engine, gpuAdapter } }));
        shown.push(document.querySelector('.run-engine')!.textContent);
      }
    }
    expect(shown).toEqual(['cpu · 3 threads', 'cpu · 3 threads', 'gpu · card', 'gpu', 'reference', 'reference']);
  });

  it('says why a job failed, until another is tried', async () => {
    setWorkbench({ jobs: [job({ state: 'failed', error: { code: 'engine.failed', message: 'Out of memory.' } })] });
    services.on('job.retry', () => ({ job: 'k' }));
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'Failed' }));
    await act(settled);
    expect(document.body.textContent).toContain('Out of memory.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await act(settled);
    expect(services.requests('job.retry')).toEqual([{ job: 'j' }]);
  });
});
