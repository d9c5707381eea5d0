// @vitest-environment happy-dom
/** The comparison of methods in the window: started, going on, cancelled, failed; its list and figures; a method's plan applied and undone. */
import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../src-shared/contract/index.ts';
import { formatPlan, type Plan, stepsOf } from '../../src-shared/plan/index.ts';
import type { MethodComparison, MethodResult, MethodStep } from '../../src-shared/tuning/index.ts';
import { currentPlan, openProject, setWorkbench, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { stubSizes } from '../testing/stub-sizes.ts';
import { MethodsView } from './methods-view.tsx';
import { chosenPoint, methodRows, operationOf, tableOfMethods, useOf } from './rows.ts';

stubSizes({ width: 480, height: 240 });
let services: ScriptedServices;
beforeEach(async () => {
  services = scriptedServices();
  services.on('methods.start', () => ({ job: 'm' }));
  services.on('job.cancel', () => ({}));
  await openProject(PATH);
});

const at = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const step = (number: number, value: number, change: Partial<MethodStep> = {}): MethodStep => ({
  ...{ step: number, mean_steps: number, accuracy: at(value), agreement: at(value), difference: at(value - 0.9) },
  ...{ energy_pj: 1000 * number, energy_ratio: 0.1 * number, on_front: false },
  ...change,
});
const method = (id: string, plan: Plan, change: Partial<MethodResult> = {}): MethodResult => ({
  ...{ id, name: `Method ${id}`, source: `source of ${id}`, numbers: 'float32', stop_margin: null },
  ...{ plan: JSON.parse(formatPlan(plan)) as unknown, steps: [step(1, 0.5), step(2, 0.8, { on_front: true })] },
  ...change,
});
const RATE: Plan = { version: 1, steps: 2, defaults: { coding: 'rate', neuron: 'mt-negative' }, layers: [] };

const comparisonOf = (change: Partial<MethodComparison> = {}): MethodComparison => ({
  ...{ energy_model: 'paper-ratio', samples: 100, float: { accuracy: at(0.9), energy_pj: 10_000 } },
  methods: [method('rate', RATE), method('plan', currentPlan()!)],
  left_out: [{ id: 'tuned', name: 'Tuned plan', why: 'No search of this project has ended; tune the project first.' }],
  ...change,
});
const job = (change: Partial<JobState> = {}): JobState => ({
  ...{ id: 'm', kind: 'methods', title: 'Methods on 100 samples', path: PATH, state: 'done', phase: 'comparing methods' },
  ...{ done: 40, total: 100, remainingMs: null, error: null, run: null, started: '', finished: null, notes: [] },
  ...change,
});
const showJob = (change: Partial<JobState> = {}): void => {
  setWorkbench({ jobs: [job(change)] });
  show(<MethodsView />);
};
const showResult = (change: Partial<MethodComparison> = {}, more: Partial<JobState> = {}): void =>
  showJob({ methods: { dataset: '/images', comparison: comparisonOf(change) }, ...more });
const plot = (): HTMLElement => screen.getByRole('application', { name: /over energy/ });

describe('the form', () => {
  it('starts with the project’s samples, the plan’s steps, and what was filled in', async () => {
    show(<MethodsView />);
    expect(screen.getByText('Not compared yet')).toBeTruthy();
    const steps = screen.getByRole('textbox', { name: 'Steps' });
    expect(steps.getAttribute('placeholder')).toBe(String(stepsOf(currentPlan()!)));
    fireEvent.change(steps, { target: { value: '3' } });
    fireEvent.blur(steps);
    fireEvent.click(screen.getByRole('button', { name: 'Compare methods' }));
    await settled();
    const [request] = services.requests('methods.start');
    expect(request).toMatchObject({ path: PATH, dataset: workbench().project!.dataset, samples: 200, steps: 3 });
  });

  it('says which samples are missing', () => {
    setWorkbench({ project: { ...workbench().project!, dataset: null } });
    show(<MethodsView />);
    expect(screen.getByText(/^Say above which samples to use/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Compare methods' }).disabled).toBe(true);
  });

  it('shows how far the job is, what it waits for, and cancels it', async () => {
    showJob({ state: 'running', remainingMs: 5000 });
    expect(screen.getByRole('status').textContent).toMatch(/^Comparing methods: 40 of 100 samples · 5\ss left$/);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await settled();
    expect(services.requests('job.cancel')).toEqual([{ job: 'm' }]);
  });

  it('says that it was cancelled, or why it failed, and keeps an earlier comparison', () => {
    const earlier = job({ id: 'before', methods: { dataset: '/images', comparison: comparisonOf() } });
    const error = { code: 'dataset.missing', message: 'There are no samples.' } as const;
    setWorkbench({ jobs: [job({ state: 'cancelled' }), earlier] });
    const { unmount } = show(<MethodsView />);
    expect(screen.getByRole('status').textContent).toContain('was cancelled');
    expect(screen.getAllByRole('option')).toHaveLength(2);
    unmount();
    setWorkbench({ jobs: [job({ state: 'failed', error }), earlier] });
    show(<MethodsView />);
    expect(screen.getByRole('alert').textContent).toContain('There are no samples.');
    expect(screen.getAllByRole('option')).toHaveLength(2);
  });
});

describe('the comparison', () => {
  it('has a row for each method, those that were left out, and the notes', () => {
    showResult({}, { notes: ['One image was left out.'] });
    const [rate] = screen.getAllByRole('option');
    expect(rate!.textContent).toMatch(/^Method ratesource of rate80.0\s%75.0–85.0−10.0−15.0 to −5.00.2002$/);
    fireEvent.click(screen.getByRole('radio', { name: 'Left out, notes (2)' }));
    expect(screen.getByRole('region', { name: 'Left out' }).textContent).toContain(
      'Tuned plan: No search of this project has ended',
    );
    expect(screen.getByRole('region', { name: 'Notes' }).textContent).toContain('One image was left out.');
    expect(screen.getByText(/The float network is right on 90.0\s%/)).toBeTruthy();
  });

  it('says that agreement is compared without labels, and that nothing is priced', () => {
    const bare = [step(1, 0.7, { accuracy: null, energy_pj: null, energy_ratio: null })];
    const float = { accuracy: null, energy_pj: null };
    showResult({ float, methods: [method('rate', RATE, { steps: bare })] });
    expect(screen.getByText(/The samples have no labels: agreement/)).toBeTruthy();
    expect(screen.getByText(/prices no part of a spiking network/)).toBeTruthy();
    expect(screen.getByText('Agreement')).toBeTruthy();
  });

  it('by keyboard: a point is a plan, which is applied as one step and undone', () => {
    showResult();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) fireEvent.keyDown(plot(), { key });
    expect(screen.getByRole('radio', { name: 'Chosen plan' }).getAttribute('aria-checked')).toBe('true');
    expect(screen.getByText('Method rate: 2 steps')).toBeTruthy();
    const before = currentPlan();
    const changes = screen.getByRole('group', { name: 'Changes of the working plan' });
    expect(within(changes).getByRole('cell', { name: 'mt-negative' })).toBeTruthy();
    const done = workbench().history!.done.length;
    fireEvent.click(screen.getByRole('button', { name: 'Apply to the plan' }));
    expect(currentPlan()).toEqual(RATE);
    expect(
      workbench()
        .history!.done.slice(done)
        .map(({ label }) => label),
    ).toEqual(['Method rate: 2 steps']);
    expect(screen.getByText('In the plan')).toBeTruthy();
    expect(screen.getByText(/The working plan has changed since/)).toBeTruthy();
    expect(before).not.toEqual(RATE);
  });
});

describe('the rows', () => {
  const stopping = method('tuned', RATE, { stop_margin: 0.4, numbers: 'int8' });
  const comparison: MethodComparison = {
    ...{ energy_model: 'paper-ratio', samples: 9, float: { accuracy: null, energy_pj: null }, left_out: [] },
    methods: [stopping, method('late', { ...RATE, readout: { from: 2 } })],
  };

  it('show the chosen step, or the last one', () => {
    const chosen = chosenPoint(comparison, { id: 'tuned', step: 1 });
    expect(methodRows(comparison, chosen).map((one) => one.step.step)).toEqual([1, 2]);
    expect(chosenPoint(comparison, { id: 'tuned', step: 7 })).toBeUndefined();
    expect(chosenPoint(comparison, { id: 'gone', step: 1 })).toBeUndefined();
  });

  it('know how the plan of a point is used', () => {
    const [tuned, late] = comparison.methods as [MethodResult, MethodResult];
    expect(useOf({ method: tuned, step: tuned.steps[1]! })).toBe('≤ 2 steps, stop at 0.4, int8 numbers');
    expect(operationOf({ method: tuned, step: tuned.steps[0]! })).toEqual({ steps: 1, from: 1, margin: null });
    expect(operationOf({ method: late, step: late.steps[1]! })).toEqual({ steps: 2, from: 2, margin: null });
  });

  it('have all figures in the table of the chart', () => {
    const { columns, rows } = tableOfMethods(comparison);
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});
