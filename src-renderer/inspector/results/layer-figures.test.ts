/** What a run says of single layers. */
import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src-shared/contract/index.ts';
import { sampleReport } from '../../../tests/fixtures/sample-report.ts';
import { layerSummaries } from './layer-summary.ts';
import { countedBelow, layerFigures, thinned } from './layer-figures.ts';

const node = (id: string, inputs: readonly string[], over: Partial<GraphNode> = {}): GraphNode => ({
  ...{
    id,
    op: 'Add',
    path: id,
    inputs: [...inputs],
    shape: [1],
    from: [],
    parameters: 0,
    form: 'linear',
    counted: null,
    layer: null,
  },
  facts: [],
  ...over,
});
const graph = {
  input: { id: 'in', name: 'in', shape: [1] },
  outputs: [],
  layers: [],
  nodes: [
    node('conv1', ['in'], { counted: 'conv1' }),
    node('relu', ['conv1'], { form: 'neuron', layer: 'relu' }),
    node('layer1.0.conv1', ['relu'], { counted: 'layer1.0.conv1' }),
    node('add', ['relu', 'layer1.0.conv1']),
    node('relu2', ['add'], { form: 'neuron', layer: 'none' }),
    node('linear', ['relu2'], { counted: 'linear' }),
  ],
};

describe('figures of a layer', () => {
  const report = sampleReport();

  it('are those of its neurons and of the operations its spikes cause', () => {
    const figures = layerFigures(report, graph, 'relu')!;
    const conv = report.layers.find(({ name }) => name === 'layer1.0.conv1')!;
    expect(figures.counted).toEqual(['layer1.0.conv1']);
    expect(figures.steps).toHaveLength(8);
    expect(figures.steps[2]!.operations).toBeCloseTo((conv as { sop: number[] }).sop[2]! / 1000);
    expect(figures.steps[0]!.firingRate).toBeGreaterThan(0);
    expect(figures.energyShare).toBeGreaterThan(0);
  });

  it('tell what its thresholds lose, and nothing where that was not measured', () => {
    const neurons = report.layers.find(({ name }) => name === 'relu')!;
    const shut = { share: 0.25, error: 0.9 };
    const none = { share: 0, error: 0 };
    const silenced = { ...neurons, conversion_error: [0.6], lost: { clipped: none, shut, small: none } } as typeof neurons;
    const { losses, remedy } = layerFigures({ ...report, layers: [silenced] }, graph, 'relu')!;
    expect(losses).toMatchObject({ clipped: 0, silenced: 0.25, cost: 0.9 });
    expect(remedy).toContain('threshold.level');
    expect(layerFigures(report, graph, 'relu')).toMatchObject({ remedy: null });
    const old = { ...neurons, lost: undefined } as typeof neurons;
    expect(layerFigures({ ...report, layers: [old] }, graph, 'relu')).toMatchObject({ losses: null, remedy: null });
  });

  it('of a counted layer are its own operations', () => {
    expect(layerFigures(report, graph, 'conv1')).toMatchObject({ counted: ['conv1'] });
    expect(layerFigures(report, graph, 'conv1')!.steps[0]).toMatchObject({ firingRate: null, error: null });
  });

  it('of something the run does not know are nothing', () => {
    expect(layerFigures(report, { ...graph, nodes: [node('x', [])] }, 'x')).toBeNull();
    expect(layerFigures(report, graph, 'gone')).toBeNull();
  });

  it('follow spikes until they are counted or other neurons take over', () => {
    expect(countedBelow(graph, 'relu')).toEqual(['layer1.0.conv1']);
    expect(countedBelow(graph, 'relu2')).toEqual(['linear']);
  });
});

it('many steps are thinned, the last kept', () => {
  expect(thinned([1, 2, 3, 4, 5], 3)).toEqual({ rows: [1, 3, 5], every: 2 });
  expect(thinned([1, 2], 3)).toEqual({ rows: [1, 2], every: 1 });
  expect(thinned([1, 2, 3, 4, 5, 6], 3).rows.at(-1)).toBe(6);
});

it('layers beside each other have their thresholds and their part in a run, as far as that is known', () => {
  const layers = ['relu', 'layer1.0.relu1'].map((name) => ({ name, node: name, rule: 'relu' as const, shape: [1], neurons: 1 }));
  const calibration = {
    layers: [
      { ...{ layer: 'relu', level: 'layer' as const, unsolved: 0, silent: 0 }, threshold: [1, 2, 3] as [number, number, number] },
    ],
  };
  const [first, second] = layerSummaries(layers, calibration, sampleReport());
  expect(first).toMatchObject({ name: 'relu', threshold: 2 });
  expect(first!.firingRate).toBeGreaterThan(0);
  expect(second).toMatchObject({ threshold: null });
  expect(layerSummaries(layers, null, null)[0]).toEqual({
    name: 'relu',
    node: 'relu',
    threshold: null,
    firingRate: null,
    error: null,
    thresholdCost: null,
    energyShare: null,
  });
});
