// @vitest-environment happy-dom
/** The editors of badges and the dialog that selects by name, on the open project. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PLAN, NEURONS, networkCodingOf, neuronsOf, setDefaults, setLayers } from '../../../src-shared/plan/index.ts';
import { currentPlan, planInUse, setWorkbench, workbench } from '../../state/index.ts';
import { WorkerOnPage } from '../../testing/open-graph.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import { showGraph } from '../state/scene.ts';
import { graphView, setGraphView } from '../state/view-store.ts';
import { BadgeEditor } from './badge-editor.tsx';
import { CodingChoices } from './coding-choices.tsx';
import { NeuronChoices } from './neuron-choices.tsx';
import { SelectByName } from './select-by-name.tsx';
import { ThresholdFields } from './threshold-fields.tsx';

beforeAll(() => void vi.stubGlobal('Worker', WorkerOnPage));
afterAll(() => void vi.unstubAllGlobals());
beforeEach(async () => {
  await openWindow();
  setWorkbench({ history: { plan: EMPTY_PLAN, done: [], undone: [] } });
  setGraphView({ floating: { kind: 'badge', field: 'coding', layers: ['relu'], at: { x: 0, y: 0, width: 1, height: 1 } } });
});

const LAYERS = ['relu', 'layer1.0.relu1'] as const;
const use = (name: string) => planInUse().settings.get(name)!;
const labels = () => workbench().history!.done.map(({ label }) => label);
const edit = (element: ReactElement): void => void show(element);
const group = (name: string) => within(screen.getByRole('radiogroup', { name }));
const plan = (next: typeof EMPTY_PLAN): void => setWorkbench({ history: { plan: next, done: [], undone: [] } });

describe('the coding of layers', () => {
  it('is chosen for them alone, and closes the editor', () => {
    edit(<CodingChoices layers={LAYERS} />);
    expect(
      group('Coding')
        .getAllByRole('radio')
        .map(({ textContent }) => textContent),
    ).toEqual(['rate', 'differential']);
    fireEvent.click(group('Coding').getByRole('radio', { name: 'rate' }));
    expect(LAYERS.map((name) => use(name).coding)).toEqual(['rate', 'rate']);
    expect(use('layer1.0.relu2').coding).toBe('differential');
    expect(labels()).toEqual(['Coding of 2 layers to Rate']);
    expect(graphView().floating).toBeNull();
  });

  it('shows none where the layers differ', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { coding: 'rate' }));
    edit(<CodingChoices layers={LAYERS} />);
    expect(group('Coding').queryAllByRole('radio', { checked: true })).toEqual([]);
  });

  it('leaky is a choice of the whole network', () => {
    edit(<CodingChoices layers={LAYERS} />);
    const all = group('Whole network').getAllByRole('radio');
    expect(all.map(({ textContent }) => textContent)).toEqual(['rate', 'leaky-rate', 'differential', 'differential-leaky']);
    fireEvent.click(group('Whole network').getByRole('radio', { name: 'leaky-rate' }));
    expect(networkCodingOf(currentPlan())).toBe('leaky-rate');
    expect([...planInUse().settings.values()].every(({ coding }) => coding === 'leaky-rate')).toBe(true);
  });

  it('in a leaky network is closed, with the reason', () => {
    plan(setDefaults(EMPTY_PLAN, { coding: 'leaky-rate', neuron: 'lif' }));
    edit(<CodingChoices layers={['relu']} />);
    for (const radio of group('Coding').getAllByRole('radio')) {
      if (radio.getAttribute('aria-checked') === 'true') continue;
      expect(radio.textContent).toContain('the network’s coding is leaky-rate');
      fireEvent.click(radio);
    }
    expect(labels()).toEqual([]);
  });
});

describe('the neuron of layers', () => {
  it('is one of the coding; the others say why not', () => {
    edit(<NeuronChoices layers={LAYERS} />);
    const radios = group('Neuron').getAllByRole('radio');
    expect(radios).toHaveLength(NEURONS.length);
    for (const radio of radios) {
      const isOpen = radio.getAttribute('aria-disabled') !== 'true';
      const neuron = NEURONS.filter((one) => radio.textContent!.startsWith(one)).toSorted((a, b) => b.length - a.length)[0]!;
      expect(isOpen, neuron).toBe(neuronsOf('differential').includes(neuron));
      if (!isOpen) expect(radio.textContent).toContain('not with differential');
    }
    fireEvent.click(group('Neuron').getByRole('radio', { name: 'if' }));
    expect(labels()).toEqual(['Neuron of 2 layers to IF']);
  });

  it('has a number of thresholds where it has several', () => {
    edit(<NeuronChoices layers={LAYERS} />);
    const count = screen.getByRole<HTMLInputElement>('textbox', { name: 'Thresholds n' });
    expect([count.value, count.disabled]).toEqual(['8', false]);
    fireEvent.change(count, { target: { value: '3' } });
    fireEvent.keyDown(count, { key: 'Enter' });
    expect(LAYERS.map((name) => use(name).thresholds)).toEqual([3, 3]);
    act(() => plan(setDefaults(EMPTY_PLAN, { neuron: 'if' })));
    expect(count.disabled).toBe(true);
  });

  it('has a start, that of the neuron while none is chosen', () => {
    edit(<NeuronChoices layers={LAYERS} />);
    const start = screen.getByRole<HTMLInputElement>('textbox', { name: 'Initial potential' });
    const type = (text: string): void => {
      fireEvent.change(start, { target: { value: text } });
      fireEvent.keyDown(start, { key: 'Enter' });
    };
    const usual = (neuron: 'if' | 'ms'): string => {
      act(() => plan(setLayers(EMPTY_PLAN, LAYERS, { neuron })));
      return start.placeholder;
    };
    expect([start.value, start.placeholder, usual('if'), usual('ms')]).toEqual(['', '0', '0.5', '0.00391']);
    act(() => plan(setLayers(EMPTY_PLAN, ['relu'], { neuron: 'if' })));
    expect(start.placeholder).toBe('of each neuron');
    type('-0.25');
    expect(LAYERS.map((name) => use(name).initial)).toEqual([-0.25, -0.25]);
    type('1.5');
    expect(start.getAttribute('aria-invalid')).toBe('true');
    type('');
    expect(LAYERS.map((name) => use(name).initial)).toEqual([undefined, undefined]);
    expect(labels()).toEqual(['Initial potential of 2 layers to -0.25', 'Initial potential of 2 layers reset']);
  });

  it.each(['0', '1.5', '-2', '1e9', 'eight'])('takes no %s thresholds, and says why', (text) => {
    edit(<NeuronChoices layers={['relu']} />);
    const count = screen.getByRole('textbox', { name: 'Thresholds n' });
    fireEvent.change(count, { target: { value: text } });
    fireEvent.keyDown(count, { key: 'Enter' });
    expect(count.getAttribute('aria-invalid')).toBe('true');
    expect(labels()).toEqual([]);
    fireEvent.keyDown(count, { key: 'Escape' });
    expect(count).toMatchObject({ value: '8' });
  });
});

describe('the thresholds of layers', () => {
  const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
  const type = (name: string, text: string): void => {
    fireEvent.change(box(name), { target: { value: text } });
    fireEvent.keyDown(box(name), { key: 'Enter' });
  };

  it.each([
    ['Percentile', '99', { percentile: 99 }, 'Threshold percentile of relu to 99'],
    ['Scale', '0.5', { scale: 0.5 }, 'Threshold scale of relu to 0.5'],
    ['Fixed value θ', '2.5', { value: 2.5 }, 'Threshold value of relu to 2.5'],
  ])('%s takes %s', (name, text, threshold, label) => {
    edit(<ThresholdFields layers={['relu']} />);
    type(name, text);
    expect(use('relu').threshold).toMatchObject(threshold);
    expect(labels()).toEqual([label]);
  });

  it('a fixed value leaves nothing else to choose but the method that unfixes it, and emptied it is taken back', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { threshold: { value: 2 } }));
    edit(<ThresholdFields layers={['relu']} />);
    expect([box('Percentile').disabled, box('Scale').disabled, box('Fixed value θ').value]).toEqual([true, true, '2']);
    expect(group('Method').queryAllByRole('radio', { checked: true })).toEqual([]);
    type('Fixed value θ', '');
    expect(use('relu').threshold.value).toBeUndefined();
    expect([box('Percentile').disabled, box('Fixed value θ').placeholder]).toEqual([false, 'from the method']);
  });

  it('the percentile means nothing to another method', () => {
    edit(<ThresholdFields layers={['relu']} />);
    fireEvent.click(group('Method').getByRole('radio', { name: 'max' }));
    expect([use('relu').threshold.method, box('Percentile').disabled]).toEqual(['max', true]);
  });

  it('that differ are said to be mixed', () => {
    plan(setLayers(EMPTY_PLAN, ['relu'], { threshold: { scale: 3, value: 2, level: 'layer' } }));
    edit(<ThresholdFields layers={LAYERS} />);
    expect(['Scale', 'Fixed value θ'].map((name) => [box(name).value, box(name).placeholder])).toEqual([
      ['', 'Mixed'],
      ['', 'Mixed'],
    ]);
    expect(group('Level').queryAllByRole('radio', { checked: true })).toEqual([]);
  });
});

describe('the editor beside a badge', () => {
  it.each([
    ['coding', ['relu'], 'Coding of relu'],
    ['neuron', LAYERS, 'Neuron of 2 layers'],
    ['threshold', LAYERS, 'Threshold of 2 layers'],
  ] as const)('of %s for %j says so', (field, layers, title) => {
    setGraphView({ floating: { kind: 'badge', field, layers, at: { x: 0, y: 0, width: 1, height: 1 } } });
    show(<BadgeEditor />);
    expect(screen.getByRole('dialog', { name: title })).toBeTruthy();
  });

  it('is closed by Escape, and is not there otherwise', () => {
    show(<BadgeEditor />);
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(graphView().floating).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('selecting by name', () => {
  beforeEach(async () => {
    await showGraph(workbench().project!.graph);
    setGraphView({ floating: { kind: 'glob' } });
    show(<SelectByName />);
  });
  const box = () => screen.getByRole('textbox', { name: 'Name or glob' });
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Select' });

  it.each([
    ['', '0 nodes matched', true],
    ['   ', '0 nodes matched', true],
    ['linear', '1 node matched', false],
    ['layer1.*', '15 nodes matched', false],
    ['[', '0 nodes matched', true],
  ])('%j: %s', (text, words, isClosed) => {
    fireEvent.change(box(), { target: { value: text } });
    expect(screen.getByText(words)).toBeTruthy();
    expect(button().disabled).toBe(isClosed);
  });

  it.each(['click', 'Enter'])('takes all that match by %s', (how) => {
    fireEvent.change(box(), { target: { value: '*.relu2' } });
    if (how === 'click') fireEvent.click(button());
    else fireEvent.keyDown(box(), { key: 'Enter' });
    expect(workbench().selection).toHaveLength(9);
    expect(graphView().floating).toBeNull();
  });

  it('Enter without a match leaves all as it is', () => {
    setWorkbench({ selection: ['/relu/Relu'] });
    fireEvent.change(box(), { target: { value: 'gone' } });
    fireEvent.keyDown(box(), { key: 'Enter' });
    expect([workbench().selection, graphView().floating]).toEqual([['/relu/Relu'], { kind: 'glob' }]);
  });
});
