/** Runs a golden unit case on the kernels of the cpu engine: a program of one operation, its input written into memory. */
import { emptyCounts } from '../../../src-shared/engine/index.ts';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { inSharedMemory } from '../../../src-main/engines/cpu/program/models.ts';
import { neuronOperation } from '../../../src-main/engines/cpu/program/neuron.ts';
import { constantParameters, floatParameters } from '../../../src-main/engines/cpu/program/parameters.ts';
import type { Operation, Program } from '../../../src-main/engines/cpu/program/program.ts';
import { planArena } from '../../../src-main/engines/cpu/worker/arena.ts';
import { createSessions, placeParameters, runOperation } from '../../../src-main/engines/cpu/worker/executor.ts';
import { loadKernels } from '../../../src-main/engines/cpu/worker/kernels.ts';
import { addressOfSlot, type Tile } from '../../../src-main/engines/cpu/worker/tile.ts';
import { createWorkspace, workspaceBytes } from '../../../src-main/engines/cpu/worker/workspace.ts';
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import { functionGraph } from '../../../src-shared/lowering/index.ts';
import { BATCH, sizeOf } from '../../../src-shared/tensor/index.ts';
import { networkOf, nodeOf, outputShape } from '../../../src-shared/engine/unit-case.ts';
import type { UnitCase } from '../../../src-shared/engine/unit-case.ts';

/** The output `[T, …]` flat. Every case is one sample, whose axes are those of the case behind a batch axis. */
export async function runCpuUnit(unitCase: UnitCase): Promise<Float64Array> {
  await buildKernels();
  const program = programOf(unitCase);
  const memory = await loadKernels();
  const addressOf = placeParameters(memory, program);
  const { steps } = unitCase;
  const arena = planArena(program, steps, 1, false);
  const workspace = createWorkspace(memory, memory.arena(workspaceBytes(steps) + arena.bytes), steps);
  const counts = emptyCounts(program.neurons.length, program.counted.length, steps);
  const present = program.slots.map(() => steps);
  const tile: Tile = {
    program,
    memory,
    workspace,
    arena,
    steps,
    batch: 1,
    present,
    rowSpikes: [],
    counts,
    addressOf,
    activations: undefined,
  };
  unitCase.operands.forEach(({ values, constant }, slot) => {
    // The engine's values are without their constant parts; those of rate coding have none here.
    const sent = values.map((value, i) => value - (constant?.[i % constant.length] ?? 0));
    memory.floats(addressOfSlot(tile, slot), sent.length).set(sent);
  });
  const [session] = await createSessions(program);
  await runOperation(tile, program.operations[0]!, 0, session);
  const output = program.slots.length - 1;
  const stored = tile.present[output]! * program.slots[output]!.inner;
  const result = new Float64Array(unitCase.expected.length);
  result.set(memory.floats(addressOfSlot(tile, output), stored));
  return result;
}

function programOf({ work, coding, operands, expected, steps }: UnitCase): Program {
  const shapes = operands.map(({ shape }) => [BATCH, ...shape]);
  const layouts = operands.map(({ shape }) => ({ outer: 1, inner: sizeOf(shape) }));
  const inner = expected.length / steps;
  const slots = [...layouts, { outer: 1, inner }].map((layout) => ({ ...layout, time: 'varying' as const }));
  const inputs = shapes.map((shape, slot) => ({ slot, shape }));
  const output = { slot: operands.length, shape: outputShape(work, shapes) };
  const constants = operands.map(({ constant }, index) => constantParameters(layouts[index]!, constant));
  const differential = coding === 'differential';
  const common = { output, differential };
  const operation = ((): Operation => {
    switch (work.kind) {
      case 'neuron': {
        const thresholds = { level: 'neuron', shape: [1, ...shapes[0]!.slice(1)], values: work.thresholds } as const;
        const ends = { id: 'n', name: 'n', node: 'n', input: 'x', output: 'y' };
        const unit: NeuronUnit = { kind: 'neuron', ...ends, ...work.settings, thresholds };
        const places = { input: inputs[0]!, output, neuron: 0, fanOut: undefined };
        return neuronOperation(unit, layouts[0]!, shapes[0]!, operands[0]!.constant, places);
      }
      case 'max-pool': {
        const constant = floatParameters(layouts[0]!, (index) => operands[0]!.constant?.[index] ?? 0);
        const plane = [1, ...shapes[0]!.slice(-2)] as unknown as readonly [number, number, number];
        return {
          kind: 'max-pool',
          ...common,
          input: inputs[0]!,
          constant,
          plane,
          window: [1, work.kernel, work.kernel],
          lanes: 1,
        };
      }
      default: {
        const read = inputs.map((_, slot) => `x${slot}`);
        const model = inSharedMemory(
          functionGraph(networkOf(work, shapes, output.shape), { nodes: [nodeOf(work)], inputs: read, output: 'y' }),
        );
        // GELU has a kernel of its own with differential coding; with rate coding it runs as every function does.
        const isGelu = work.kind === 'expectation' && work.function === 'gelu';
        const fused = isGelu && common.differential ? ('gelu' as const) : undefined;
        const plain = { estimated: inputs.map(() => false), keeps: false, pairs: undefined, fused };
        return { kind: 'expectation', ...common, model, inputs, constants, ...plain };
      }
    }
  })();
  return {
    coding,
    tau: 1,
    slots,
    input: inputs[0]!,
    operations: [operation],
    outputs: [{ operand: output, coding, constant: undefined }],
    neurons: work.kind === 'neuron' ? ['n'] : [],
    counted: [],
  };
}
