/** A project around a constructed network: calibration, history, versions and runs, as the services would hand them out. */
import type {
  Graph,
  LayerStatistics,
  NodeDetails,
  PlanDocument,
  ProjectView,
  RunProgress,
} from '../../src-shared/contract/index.ts';
import { EMPTY_PLAN, type History, planTransaction, setLayers } from '../../src-shared/plan/index.ts';
import type { RunOutline, RunReport } from '../../src-shared/results/index.ts';

export const PATH = '/home/someone/resnet20.spikeloom';
const CREATED = '2026-11-20T09:41:00.000Z';
const CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** Numbers in 0…1 that are the same every time. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** The project of a network. */
export function constructedProject(graph: Graph): ProjectView {
  const random = numbers(7);
  return {
    path: PATH,
    name: 'resnet20',
    readOnly: null,
    remote: [],
    dataset: 'resources/examples/cifar10/test',
    layout: null,
    graph,
    model: {
      name: 'resnet20',
      file: '/home/someone/resnet20-cifar10.onnx',
      bytes: 1_094_400,
      classes: CLASSES,
      missing: null,
      parameters: graph.nodes.reduce((sum, { parameters }) => sum + parameters, 0),
    },
    document: constructedDocument(graph.layers.map(({ name }) => name)),
    versions: [
      { id: 1, parent: null, message: 'Defaults', created: CREATED },
      { id: 2, parent: 1, message: 'First layer to rate', created: '2026-11-21T14:02:00.000Z' },
    ],
    calibration: {
      id: 1,
      version: 2,
      source: 'resources/examples/cifar10/calibration',
      samples: 200,
      batch: 50,
      defaults: 2,
      created: CREATED,
      outdated: graph.layers.slice(1, 2).map(({ name }) => name),
      layers: graph.layers.map(({ name }, index) => {
        const middle = 0.6 + 2 * random.next().value;
        return {
          layer: name,
          level: 'channel' as const,
          threshold: [middle / 3, middle, 2 * middle] as [number, number, number],
          unsolved: index === 3 ? 2 : 0,
          silent: index === 5 ? 1 : 0,
        };
      }),
    },
    baseline: null,
    runs: [
      {
        id: 1,
        name: 'Baseline',
        note: '',
        tags: [],
        kept: 200,
        notContinued: 'Run 1 is done; start a new one.',
        version: 2,
        engine: 'cpu',
        dataset: 'resources/examples/cifar10/test',
        samples: 200,
        state: 'done' as const,
        error: null,
        created: CREATED,
        outline: constructedOutline,
      },
    ],
  };
}

/** What the list of runs says of a finished run. */
export const constructedOutline: RunOutline = {
  ...{ steps: 8, accuracy: 0.92, annAccuracy: 0.925, agreement: 0.95, activity: 0.07 },
  ...{ energyRatio: 0.61, energyPj: 2.4e8, ratioFloat32: 1.2, ratioInt8: 4.8, totalMs: 15_000, tau: 0.98, calibration: 200 },
  ...{ coding: 'differential', neuron: 'mt', thresholds: 8, level: 'channel', method: 'percentile', scale: 1 },
};

function constructedDocument(layers: readonly string[]): PlanDocument {
  const edits = [
    ['Coding of relu to rate', { coding: 'rate', neuron: 'mt' }],
    ['Thresholds of relu to 4', { thresholds: 4 }],
    ['Threshold scale of relu to 1.2', { threshold: { scale: 1.2 } }],
  ] as const;
  let plan = EMPTY_PLAN;
  const done = edits.map(([label, settings]) => {
    const next = setLayers(plan, layers.slice(0, 1), settings);
    const transaction = planTransaction(label, 'graph', plan, next);
    plan = next;
    return transaction;
  });
  const { plan: now, undone }: History = { plan, done, undone: [] };
  return { revision: 3, plan: now, done, undone: [...undone], saved: { version: 2, same: false } };
}

/** Statistics of one layer: eight channels of one-sided bells. */
export function constructedStatistics(layer: string, channel: number | null): LayerStatistics {
  const random = numbers(layer.length * 7919);
  const channels = Array.from({ length: 8 }, () => 0.5 + 2 * random.next().value);
  const sorted = channel === null ? channels.toSorted((a, b) => a - b) : [0, 0, 0].map(() => channels[channel]!);
  return {
    layer,
    channel,
    channels: 8,
    level: 'channel',
    groups: 'channel',
    total: 8,
    first: 0,
    unsolved: [],
    silent: [],
    thresholdCount: 8,
    threshold: [sorted[0]!, sorted[(sorted.length - 1) >> 1]!, sorted.at(-1)!],
    thresholds: channels,
    percentile: channels,
    mean: channels.map((value) => 0.3 * value),
    variance: channels.map((value) => 0.1 * value),
    maximum: channels.map((value) => 1.4 * value),
    histogram: {
      low: 0,
      high: 1.4 * (channel === null ? sorted.at(-1)! : channels[channel]!),
      counts: Array.from({ length: 64 }, (_, bin) =>
        Math.round(4000 * Math.exp(-((bin / 20) ** 2)) * (0.8 + 0.4 * random.next().value)),
      ),
    },
  };
}

const ACCURACY = [0.41, 0.72, 0.85, 0.89, 0.905, 0.915, 0.92, 0.92];

/** What a run has reached after `samples` of `of` images. */
export const constructedProgress = (job: string, samples: number, of: number): RunProgress => ({
  job,
  path: PATH,
  samples,
  of,
  annAccuracy: 0.925,
  steps: ACCURACY.map((accuracy, index) => ({
    step: index + 1,
    accuracy,
    agreement: accuracy + 0.03,
    energyRatio: 0.08 * (index + 1),
    ledgerFloat32: 0.11 * (index + 1),
    ledgerInt8: 0.4 * (index + 1),
  })),
});

/** The report of a run over all layers of a project. */
export function constructedReport({ graph, calibration }: Pick<ProjectView, 'graph' | 'calibration'>): RunReport {
  const random = numbers(11);
  const energy = (step: number): RunReport['steps'][number]['energy'] => ({
    rows: [],
    total_pj: 3e7 * step,
    float32_pj: 2e8,
    int8_pj: 5e7,
    ratio_float32: 0.15 * step,
    ratio_int8: 0.6 * step,
  });
  return {
    model: { name: 'resnet20', file: 'resnet20-cifar10.onnx', sha256: '0'.repeat(64), bytes: 1_094_400 },
    settings: {
      engine: 'cpu',
      threads: 2,
      steps: 8,
      coding: 'differential',
      tau: 0.98,
      plan: { version: 1 },
      dataset: { source: 'resources/examples/cifar10/test', samples: 200 },
      calibration: { source: 'resources/examples/cifar10/calibration', samples: 200, batch: 50 },
    },
    ann: { accuracy: 0.925 },
    steps: ACCURACY.map((accuracy, index) => ({
      ...{
        step: index + 1,
        accuracy,
        agreement: accuracy + 0.03,
        firing_rate: 0.4 / (index + 1),
        energy_ratio: 0.08 * (index + 1),
      },
      energy: energy(index + 1),
    })),
    layers: graph.layers.map(({ name, node, neurons }, index) => ({
      kind: 'neuron' as const,
      name,
      node,
      coding: 'differential' as const,
      neuron: 'mt' as const,
      thresholds: 8,
      neurons,
      threshold: { level: 'channel' as const, values: [...(calibration?.layers[index]?.threshold ?? [1])] },
      firing_rate: ACCURACY.map((_, step) => (0.6 * random.next().value) / (step + 1)),
      conversion_error: ACCURACY.map((_, step) => 0.5 / 2 ** step),
      energy_share: 1 / graph.layers.length,
    })),
    early_stopping: [{ margin: 1, accuracy: 0.9, mean_steps: 3.4, energy_ratio: 0.29 }],
    timing: { ann_ms: 900, snn_ms: 14_000, total_ms: 15_000 },
    notes: [],
  };
}

/** A bell of weights for whatever node. */
export const constructedDetails = (node: string): NodeDetails => ({
  attributes: [{ name: 'strides', value: '1, 1' }],
  weights: [
    {
      name: `${node}.weight`,
      input: 1,
      shape: [16, 16, 3, 3],
      count: 2304,
      dtype: 'float',
      statistics: { min: -0.6, max: 0.7, mean: 0.01, deviation: 0.12, zeros: 0 },
      notFinite: 0,
      histogram: {
        low: -0.6,
        high: 0.7,
        counts: Array.from({ length: 48 }, (_, bin) => Math.round(180 * Math.exp(-(((bin - 23) / 8) ** 2)))),
      },
    },
  ],
});
