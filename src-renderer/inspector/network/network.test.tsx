// @vitest-environment happy-dom
/** What the inspector says of operators, their weights, and the network as a whole. */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GraphNode, NodeDetails as Details, Weight } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { constructedDetails } from '../../testing/constructed-project.ts';
import { openWindow } from '../../testing/scripted-services.ts';
import { show } from '../../testing/show.tsx';
import { NodeDetails } from './node-details.tsx';
import { NodePanel } from './node-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';

/** Every element is as wide as a narrow panel: charts are drawn in the size of their place. */
class FixedSize {
  private readonly tell: (entries: readonly unknown[]) => void;
  constructor(tell: (entries: readonly unknown[]) => void) {
    this.tell = tell;
  }
  observe(): void {
    this.tell([{ contentRect: { width: 320, height: 140 } }]);
  }
  disconnect(): void {}
}
beforeAll(() => void vi.stubGlobal('ResizeObserver', FixedSize));
afterAll(() => void vi.unstubAllGlobals());

/** Facts as they stand: name and value. */
const facts = () =>
  Object.fromEntries(
    [...document.querySelectorAll('dt')].map((name) => [name.textContent!, name.nextElementSibling!.textContent!]),
  );

describe('an operator', () => {
  const node: GraphNode = {
    ...{
      id: '/a/Conv',
      op: 'Conv',
      path: 'a',
      inputs: ['input'],
      shape: [8, 4, 4],
      from: ['Conv_1', 'Bn_2', 'Relu_3'],
      parameters: 36_928,
    },
    ...{ form: 'linear', counted: 'a', layer: null, facts: ['3×3', 'pad 1'] },
  };

  it('has its facts, and says that it has no neurons', () => {
    show(<NodePanel node={node} />);
    expect(screen.getByRole('heading', { name: '/a/Conv' })).toBeTruthy();
    expect(facts()).toEqual({
      Operator: 'Conv',
      Module: 'a',
      'Carried out': 'on spikes, exactly',
      'Output shape': '8 × 4 × 4',
      Parameters: '36.9\u202fk',
      Details: '3×3, pad 1',
      From: 'Conv_1 and 2 more',
    });
    expect(document.body.textContent).toContain('No neurons here');
  });

  it('leaves out what it does not have', () => {
    show(<NodePanel node={{ ...node, path: '', parameters: 0, facts: [], from: [], shape: [], form: 'expectation' }} />);
    expect(facts()).toEqual({ Operator: 'Conv', Module: 'none', 'Carried out': 'on running estimates', 'Output shape': '' });
  });

  it.each(['n'.repeat(200), 'طبقة', '畳み込み層', 'a<b>&"c'])('%s is shown whole', (id) => {
    show(<NodePanel node={{ ...node, id }} />);
    expect(screen.getByRole('heading').textContent).toBe(id);
  });
});

describe('weights', () => {
  const [bell] = constructedDetails('x').weights as [Weight];
  const details = async (answer: Partial<Details> | (() => Details | Promise<Details>)): Promise<void> => {
    const own = typeof answer === 'function' ? answer : () => ({ attributes: [], weights: [], ...answer });
    await openWindow({ 'network.node': own });
    show(<NodeDetails node="/conv1/Conv" />);
  };
  const weight = (change: Partial<Weight>) => details({ weights: [{ ...bell, ...change }] });

  it('are waited for', async () => {
    await details(() => new Promise(() => {}));
    expect(screen.getByRole('status').textContent).toBe('Reading the weights…');
  });

  it('that cannot be read say why, and are read again', async () => {
    let times = 0;
    await details(() => {
      if (times++ === 0) throw new SpikeloomError('model.truncated', 'The model’s file is gone.');
      return { attributes: [], weights: [] };
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The weights could not be read.');
    fireEvent.click(screen.getByRole('button', { name: /try again/i }));
    expect(await screen.findByText('It has no weights.')).toBeTruthy();
  });

  it('have their figures, and a bar for each bin with its values', async () => {
    await details({ attributes: [{ name: 'strides', value: '1, 1' }], weights: [bell] });
    expect(await screen.findByRole('img', { name: 'Histogram of x.weight from −0.600 to 0.700' })).toBeTruthy();
    expect(facts()).toEqual({
      strides: '1, 1',
      Shape: '16×16×3×3, 2\u202f304 values',
      Range: '−0.600 … 0.700',
      'Mean ± deviation': '0.0100 ± 0.120',
    });
    const bars = screen.getByRole('application', { name: /^Values of x\.weight\./ });
    fireEvent.keyDown(bars, { key: 'ArrowRight' });
    expect(bars.querySelector('.chart-spot')!.textContent).toMatch(/^\S+ – \S+, values: \d+$/);
    expect(screen.getByRole('button', { name: 'Values of x.weight: copy, save, table' })).toBeTruthy();
  });

  it.each<[string, Partial<Weight>, Record<string, string>]>([
    [
      'a single value',
      { shape: [], count: 1, statistics: { ...bell.statistics!, min: 0.25 } },
      { Shape: 'float', Value: '0.250000' },
    ],
    [
      'one value in an array',
      { shape: [1], count: 1, statistics: { ...bell.statistics!, min: 2 } },
      { Shape: '1, 1 value', Value: '2.00000' },
    ],
    [
      'half of them zeros',
      { count: 10, shape: [10], statistics: { ...bell.statistics!, zeros: 5 } },
      { Shape: '10, 10 values', Zeros: '50.0\u202f%' },
    ],
    ['not all numbers', { notFinite: 1234 }, { 'Not a number or infinite': '1\u202f234' }],
    ['integers', { dtype: 'int', count: 3, shape: [3] }, { Shape: '3, 3 int' }],
    ['very small', { statistics: { ...bell.statistics!, min: -1e-12, max: 1e-12 } }, { Range: '−1.00e−12 … 1.00e−12' }],
  ])('of %s', async (_, change, expected) => {
    await weight(change);
    await waitFor(() => expect(facts()).toMatchObject(expected));
    expect(document.body.textContent).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('of which nothing is known but the name have neither figures nor bars', async () => {
    await weight({ statistics: null, histogram: null });
    await waitFor(() => expect(Object.keys(facts())).toEqual(['Shape']));
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('without a value in any bin have bars of no height', async () => {
    await weight({ histogram: { low: 0, high: 1, counts: [0, 0, 0] } });
    const chart = await screen.findByRole('img', { name: /^Histogram of/ });
    expect(chart.outerHTML).not.toMatch(/NaN|Infinity/);
  });
});

describe('the network', () => {
  beforeEach(() => openWindow());

  it('has its facts, with units', () => {
    show(<PlanPanel />);
    expect(facts()).toMatchObject({
      Model: 'resnet20',
      Input: 'input 3 × 32 × 32',
      Output: 'logits 10',
      'Neuron layers': '19 ReLU',
      'File size': '1.09\u202fMB',
      Classes: '10',
    });
    expect(facts()['Calibrated']).toMatch(/^200 samples, \d+ \w+,? /);
  });

  it('of few of everything says so in the singular, and what there is none of', () => {
    const { project, calibration } = workbench();
    const [first, second] = project!.graph.layers;
    const graph = { ...project!.graph, layers: [first!, { ...second!, rule: 'signed' as const }] };
    setWorkbench({
      project: { ...project!, graph, model: { ...project!.model, classes: null } },
      calibration: { ...calibration!, samples: 1 },
    });
    show(<PlanPanel />);
    expect(facts()).toMatchObject({ 'Neuron layers': '1 ReLU, 1 signed', Classes: 'none' });
    expect(facts()['Calibrated']).toMatch(/^1 sample, /);
  });

  it('without layers and calibration says that too', () => {
    const { project } = workbench();
    setWorkbench({ project: { ...project!, graph: { ...project!.graph, layers: [] } }, calibration: null });
    show(<PlanPanel />);
    expect(facts()).toMatchObject({ 'Neuron layers': '0 ReLU', Calibrated: 'not yet' });
  });

  it('is not there without a project', () => {
    setWorkbench({ project: null });
    expect(show(<PlanPanel />).container.textContent).toBe('');
  });
});
