/**
 * Micro-benchmark of the neuron kernels: neuron-steps a second on one core, over a layer that stays in the cache.
 * `node tests/bench/kernels.ts [STEPS]` prints the figures as JSON. Compare figures of one run only: machines and their load differ.
 */
import { emptyCounts } from '../../src-shared/engine/index.ts';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { neuronOperation } from '../../src-main/engines/cpu/program/neuron.ts';
import type { Program } from '../../src-main/engines/cpu/program/program.ts';
import { planArena } from '../../src-main/engines/cpu/worker/arena.ts';
import { placeParameters, runOperation } from '../../src-main/engines/cpu/worker/executor.ts';
import { loadKernels } from '../../src-main/engines/cpu/worker/kernels.ts';
import { addressOfSlot, type Tile } from '../../src-main/engines/cpu/worker/tile.ts';
import { createWorkspace, workspaceBytes } from '../../src-main/engines/cpu/worker/workspace.ts';
import type { NeuronModel, NeuronUnit, ValueCoding } from '../../src-shared/spiking/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { randomValues } from '../support/onnx-graph.ts';
import type { Recorder } from './results.ts';
import { runFile } from './spikeloom.ts';

const STEPS = Number(process.argv[2] ?? 8);
const SHAPE = [BATCH, 16, 32, 32];
const NEURONS = 16 * 32 * 32;
const ROUNDS = 60;

interface Kernel {
  readonly model: NeuronModel;
  readonly coding: ValueCoding;
  readonly rule: 'relu' | 'signed';
  /** Best of many rounds, in 10⁹ neuron-steps a second. */
  readonly speed: number;
  /** Share of steps with a spike. */
  readonly rate: number;
}

async function measure(unit: NeuronUnit): Promise<Pick<Kernel, 'speed' | 'rate'>> {
  const channels = randomValues(16, 2, 0.2);
  const layout = { outer: 1, inner: NEURONS };
  const constant = Float64Array.from({ length: NEURONS }, (_, index) => channels[Math.floor(index / (32 * 32))]!);
  const operands = [0, 1].map((slot) => ({ slot, shape: SHAPE })) as [
    { slot: number; shape: number[] },
    { slot: number; shape: number[] },
  ];
  const fanOut = { counted: 0, map: new Float64Array(32 * 32).fill(9) };
  const operation = neuronOperation(unit, layout, SHAPE, constant, {
    input: operands[0],
    output: operands[1],
    neuron: 0,
    fanOut,
  });
  const slots = operands.map(() => ({ ...layout, time: 'varying' as const }));
  const program: Program = {
    coding: unit.coding,
    tau: 1,
    slots,
    input: operands[0],
    // A reader keeps the input, so that every round sees the same.
    operations: [operation],
    outputs: operands.map((operand) => ({ operand, coding: unit.coding, constant: undefined })),
    neurons: ['n'],
    counted: ['c'],
  };
  const memory = await loadKernels();
  const addressOf = placeParameters(memory, program);
  const arena = planArena(program, STEPS, 1, false);
  const workspace = createWorkspace(memory, memory.arena(workspaceBytes(STEPS) + arena.bytes), STEPS);
  const counts = emptyCounts(program.neurons.length, program.counted.length, STEPS);
  const tile: Tile = {
    program,
    memory,
    workspace,
    arena,
    steps: STEPS,
    batch: 1,
    present: [STEPS, 0],
    rowSpikes: [],
    counts,
    addressOf,
    activations: undefined,
  };
  memory.floats(addressOfSlot(tile, 0), STEPS * NEURONS).set(randomValues(STEPS * NEURONS, 1, 0.6));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await runOperation(tile, operation, 0, undefined);
    best = Math.min(best, performance.now() - began);
  }
  const spikes = counts.spikes[0]!.reduce((sum, count) => sum + count, 0);
  return { speed: (STEPS * NEURONS) / best / 1e6, rate: spikes / (STEPS * NEURONS) };
}

/** Measures every neuron in every form. */
async function measureAll(): Promise<Kernel[]> {
  await buildKernels();
  const values = Float64Array.from({ length: 16 }, (_, i) => 0.5 + i / 16);
  const thresholds = { level: 'channel', shape: [1, 16, 1, 1], values } as const;
  const ends = { id: 'n', name: 'n', node: 'n', input: 'x', output: 'y' };
  const kernels: Kernel[] = [];
  for (const model of ['if', 'mt', 'ms', 'lif'] satisfies NeuronModel[]) {
    for (const coding of ['rate', 'differential'] satisfies ValueCoding[]) {
      for (const rule of ['relu', 'signed'] as const) {
        const levels = model === 'mt' || model === 'ms' ? 8 : 1;
        const kind = { model, rule, negative: true, inputCoding: coding, coding, levels, tau: 0.95 };
        kernels.push({ model, coding, rule, ...(await measure({ kind: 'neuron', ...ends, ...kind, thresholds })) });
      }
    }
  }
  return kernels;
}

export async function kernelsTable(record: Recorder): Promise<void> {
  const kernels = JSON.parse(await runFile('tests/bench/kernels.ts', [])) as Kernel[];
  for (const [model, forms = []] of Map.groupBy(kernels, (kernel) => kernel.model)) {
    const speeds = forms.map(({ speed }) => speed);
    const detail = forms.map(({ coding, rule, speed }) => `${coding} ${rule} ${speed.toFixed(2)}`).join(', ');
    record({ table: 'kernels', workload: `${model} neurons`, values: [Math.min(...speeds), Math.max(...speeds)], detail });
  }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measureAll()));
