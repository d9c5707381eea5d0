// @vitest-environment happy-dom
/** Fields of layers and of the plan: values, where they come from, what is closed and why, changing them and taking them back. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Closed, EMPTY_PLAN, type Plan, setDefaults, setLayers } from '../../../src-shared/plan/index.ts';
import { currentPlan, planInUse, setWorkbench, workbench } from '../../state/index.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import { closedText, sharedText } from './closed-text.ts';
import { LayerFields } from './layer-fields.tsx';
import { PlanFields } from './plan-fields.tsx';
import { ReachField } from './reach-field.tsx';

beforeEach(async () => {
  await openWindow();
  plan(EMPTY_PLAN);
});

const plan = (next: Plan): void => setWorkbench({ history: { plan: next, done: [], undone: [] } });
const layers = (...names: string[]) =>
  workbench().project!.graph.layers.filter(({ name }) => names.length === 0 || names.includes(name));
const labels = () => workbench().history!.done.map(({ label }) => label);

/** The row of a field: its control, and what stands below its name. */
function row(name: string) {
  const label = screen.getByText(name, { selector: 'label' });
  const field = label.closest<HTMLElement>('.inspector-field')!;
  return {
    field,
    control: field.querySelector<HTMLInputElement>(
      '.inspector-control input, .inspector-control [role="combobox"], .inspector-control [role="radiogroup"]',
    )!,
    about: label.nextElementSibling!.textContent,
    reset: within(field).queryByRole('button', { name: /^Reset/ }),
    saved: within(field).queryByRole('button', { name: /differs from the saved version/ }),
  };
}
const type = (name: string, text: string): void => {
  fireEvent.change(row(name).control, { target: { value: text } });
  fireEvent.keyDown(row(name).control, { key: 'Enter' });
};

describe('fields of one layer', () => {
  const open = (): void => void show(<LayerFields layers={layers('relu')} />);

  it('say where each value comes from', () => {
    plan(
      setLayers(
        setDefaults({ ...EMPTY_PLAN, layers: [{ key: 'rel*', settings: { thresholds: 4 } }] }, { coding: 'rate' }),
        ['relu'],
        { threshold: { scale: 2 } },
      ),
    );
    open();
    expect(['Coding', 'Thresholds n', 'Scale', 'Neuron'].map((name) => row(name).about)).toEqual([
      'plan default',
      'from rel*',
      'set here',
      'built in',
    ]);
    expect(row('Coding').reset).toBeNull();
    fireEvent.click(row('Scale').reset!);
    expect(planInUse().settings.get('relu')!.threshold.scale).toBe(1);
    expect(labels()).toEqual(['Threshold scale of relu reset']);
  });

  it.each([
    ['Thresholds n', '3', 'Thresholds of relu to 3'],
    ['Percentile', '99.5', 'Threshold percentile of relu to 99.5'],
    ['Scale', '0.5', 'Threshold scale of relu to 0.5'],
    ['Fixed θ', '1e-3', 'Threshold value of relu to 0.001'],
    ['Initial potential', '0.25', 'Initial potential of relu to 0.25'],
  ])('%s takes %s as one step', (name, text, label) => {
    open();
    type(name, text);
    expect(labels()).toEqual([label]);
    expect(row(name).about).toBe('set here');
  });

  it.each([
    ['Thresholds n', '0'],
    ['Thresholds n', '2.5'],
    ['Percentile', '101'],
    ['Percentile', '-1'],
    ['Scale', '0'],
    ['Fixed θ', '-3'],
    ['Fixed θ', 'Infinity'],
    ['Scale', 'much'],
  ])('%s takes no %s: it says what is wrong, and the plan stays', (name, text) => {
    open();
    type(name, text);
    expect(within(row(name).field).getByRole('alert').textContent!.length).toBeGreaterThan(8);
    expect(row(name).control.getAttribute('aria-invalid')).toBe('true');
    expect(labels()).toEqual([]);
  });

  it('that mean nothing beside others are closed, with the reason', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { neuron: 'if', threshold: { method: 'max' } }));
    open();
    expect([row('Thresholds n').about, row('Thresholds n').control.disabled]).toEqual(['has one only', true]);
    expect([row('Percentile').about, row('Percentile').control.disabled]).toEqual(['not this method', true]);
    expect(row('Statistic of').about).toBe('never negative');
    act(() => plan(setLayers(EMPTY_PLAN, ['relu'], { threshold: { value: 2 } })));
    expect([row('Scale').about, row('Level').about, row('Method').about]).toEqual(['θ is fixed', 'θ is fixed', 'unfixes θ']);
    expect(row('Method').control.textContent).toBe('fixed value');
  });

  it('without a fixed threshold say what is used in its place; emptied, it is taken back', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { threshold: { value: 2 } }));
    open();
    type('Fixed θ', '');
    expect(planInUse().settings.get('relu')!.threshold.value).toBeUndefined();
    expect([row('Fixed θ').about, row('Fixed θ').control.placeholder]).toEqual(['not set', 'from the statistic']);
  });

  it('that differ from the saved version are marked with what it has', async () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { coding: 'rate' }));
    open();
    expect(
      await screen.findByRole('button', { name: 'Coding differs from the saved version, which has Differential' }),
    ).toBeTruthy();
    expect(row('Scale').saved).toBeNull();
  });

  it('in a project that is only read cannot be changed', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { thresholds: 4 }));
    setWorkbench({ project: { ...workbench().project!, readOnly: 'no' } });
    open();
    for (const name of ['Coding', 'Neuron', 'Thresholds n', 'Scale', 'Fixed θ'])
      expect(row(name).control.disabled, name).toBe(true);
    expect(row('Thresholds n').reset!.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(row('Thresholds n').reset!);
    expect(planInUse().settings.get('relu')!.thresholds).toBe(4);
  });
});

describe('fields of several layers', () => {
  const NAMES = ['relu', 'layer1.0.relu1', 'layer1.0.relu2'];
  beforeEach(() => plan(setLayers(EMPTY_PLAN, ['relu'], { thresholds: 4, threshold: { value: 2 } })));
  const open = (): void => void show(<LayerFields layers={layers(...NAMES)} />);

  it('that differ say which values there are, the most frequent first', () => {
    open();
    expect([row('Thresholds n').about, row('Thresholds n').control.value, row('Thresholds n').control.placeholder]).toEqual([
      '8 (2), 4 (1)',
      '',
      'Mixed',
    ]);
    expect(row('Fixed θ').about).toBe('none (2), 2 (1)');
    expect(row('Coding').about).toBe('built in');
  });

  it('are set for all of them in one step', () => {
    open();
    type('Thresholds n', '6');
    expect(NAMES.map((name) => planInUse().settings.get(name)!.thresholds)).toEqual([6, 6, 6]);
    expect(labels()).toEqual(['Thresholds of 3 layers to 6']);
  });

  it('set in some of them are taken back in those', () => {
    open();
    fireEvent.click(row('Thresholds n').reset!);
    expect(NAMES.map((name) => planInUse().settings.get(name)!.thresholds)).toEqual([8, 8, 8]);
  });
});

describe('fields of the plan', () => {
  const open = (): void => void show(<PlanFields />);

  it('have the built-in values where the plan says nothing', () => {
    open();
    expect([row('Time steps T').about, row('Scale').about, row('Fixed θ').about]).toEqual(['built in', 'built in', 'not set']);
    expect(row('Leak τ').about).toBe('leaky only');
    expect(row('Leak τ').control.disabled).toBe(true);
  });

  it('of a network with both kinds of neurons have no one scale', () => {
    const { project } = workbench();
    const signed = project!.graph.layers.map((layer, index) => (index === 0 ? { ...layer, rule: 'signed' as const } : layer));
    setWorkbench({ project: { ...project!, graph: { ...project!.graph, layers: signed } } });
    open();
    expect([row('Scale').control.value, row('Scale').control.placeholder]).toEqual(['', '1, signed neurons 4']);
  });

  it('are set and taken back', () => {
    open();
    type('Time steps T', '16');
    expect([currentPlan().steps, row('Time steps T').about]).toEqual([16, 'set here']);
    fireEvent.click(row('Time steps T').reset!);
    expect(currentPlan().steps).toBeUndefined();
    expect(labels()).toEqual(['Time steps T to 16', 'Time steps T reset']);
  });

  it('the first step of the answer is set and taken back, and one after the last step says so', () => {
    open();
    expect([row('Readout k').control.value, row('Readout k').about]).toEqual(['1', 'built in']);
    type('Readout k', '3');
    expect([currentPlan().readout, row('Readout k').about]).toEqual([{ from: 3 }, 'set here']);
    type('Time steps T', '2');
    expect(row('Readout k').about).toBe('after the last step');
    fireEvent.click(row('Readout k').reset!);
    expect([currentPlan().readout, row('Readout k').about]).toEqual([undefined, 'built in']);
    expect(labels().at(-1)).toBe('First step of the answer reset');
  });

  it('the leak is open in a leaky network', () => {
    plan(setDefaults(EMPTY_PLAN, { coding: 'leaky-rate', neuron: 'lif' }));
    open();
    expect(row('Leak τ').control.disabled).toBe(false);
    type('Leak τ', '0.5');
    expect(currentPlan().tau).toBe(0.5);
  });

  it('without a project are not there', () => {
    setWorkbench({ project: null, history: null });
    const { container } = show(<PlanFields />);
    expect(container.textContent).toBe('');
  });
});

describe('how a change of many is written', () => {
  it.each([
    ['all layers', [], 'Plan default'],
    [
      'those a pattern tells apart',
      ['layer1.0.relu1', 'layer1.1.relu1', 'layer1.2.relu1', 'layer1.0.relu2', 'layer1.1.relu2', 'layer1.2.relu2'],
      'layer1.*',
    ],
  ])('of %s is a choice', (_, names, short) => {
    show(<ReachField layers={layers(...names)} />);
    expect(screen.getAllByRole('radio').map(({ textContent }) => textContent)).toEqual([short, 'Each layer']);
  });

  it('of layers that nothing describes is none', () => {
    const { container } = show(<ReachField layers={layers('relu', 'layer2.1.relu2')} />);
    expect(container.textContent).toBe('');
  });

  it('chosen short is one line of the plan; layer by layer it is one for each', () => {
    show(<ReachField layers={layers()} />);
    show(<LayerFields layers={layers()} />);
    fireEvent.click(screen.getByRole('radio', { name: 'Plan default' }));
    type('Thresholds n', '5');
    expect([currentPlan().defaults.thresholds, currentPlan().layers]).toEqual([5, []]);
    fireEvent.click(screen.getByRole('radio', { name: 'Each layer' }));
    type('Thresholds n', '6');
    expect(currentPlan().layers).toHaveLength(layers().length);
  });
});

describe('words', () => {
  it.each<[Closed, string]>([
    [{ kind: 'leaky-is-global' }, 'Applies to the whole network: set it in the plan’s defaults.'],
    [
      { kind: 'network-is-leaky', coding: 'leaky-rate' },
      'The whole network uses leaky rate: change that in the plan’s defaults.',
    ],
    [{ kind: 'not-of-coding', coding: 'rate' }, 'Coding rate does not have it.'],
    [{ kind: 'signed', layer: 'fc', count: 1 }, 'For ReLU neurons only; fc has signed ones.'],
    [{ kind: 'signed', layer: 'fc', count: 3 }, 'For ReLU neurons only; fc and 2 more have signed ones.'],
  ])('why a choice is closed: %j', (closed, words) => {
    expect(closedText(closed)).toBe(words);
  });

  it('what layers have, one or several', () => {
    expect(sharedText({ kind: 'one', value: undefined })).toBe('none');
    expect(sharedText({ kind: 'one', value: 'leaky-rate' })).toBe('Leaky rate');
    expect(
      sharedText({
        kind: 'mixed',
        values: [
          { value: 'mt', count: 2 },
          { value: 0.5, count: 1 },
        ],
      }),
    ).toBe('Multi-threshold (2), 0.5 (1)');
  });
});
