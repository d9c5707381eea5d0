/**
 * Compiles a SpikingNetwork for the cpu engine. The network is lowered to the neutral program first; every neutral operation then becomes
 * one operation or a few on slots of memory, whose values are blocked or plain.
 */
import { lower } from '../../../../src-shared/lowering/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import { blockedLayouts } from './blocked-layouts.ts';
import { createCounting } from './counting.ts';
import { type Draft, type KnownModels, operandOf, operationsOf, place } from './operations.ts';
import type { Operation, Program } from './program.ts';

/**
 * The program of a network. `block` is the number of channels in a block of ONNX Runtime's blocked layout, or 0 if this machine has no
 * such layout. `known` has what earlier calls for the same placed network and block have compiled, and is added to. Throws `model.batch` if the batch cannot be followed through the network.
 */
export function compileProgram(whole: SpikingNetwork, block: number, known: KnownModels = new Map()): Program {
  const lowered = lower(whole);
  const { spiking, times } = lowered;
  const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.id);
  const draft: Draft = { known, spiking, times, block, ...blockedLayouts(lowered, block), slots: [], slotOf: new Map() };
  const counting = createCounting(lowered, neurons, draft.layouts, (value) => operandOf(draft, value));
  const input = place(draft, spiking.network.input.value);
  const operations = lowered.operations.flatMap((operation) => operationsOf(draft, operation, counting));
  return {
    coding: spiking.coding,
    tau: spiking.tau,
    slots: draft.slots,
    input,
    operations: withRows(operations),
    outputs: lowered.outputs.map(({ value, coding }) => ({
      operand: operandOf(draft, value),
      coding,
      constant: spiking.constantParts.get(value),
    })),
    neurons,
    counted: spiking.counted.map((layer) => layer.name),
  };
}

/** The operations; a neuron layer whose spikes a sparse form reads also counts them for each sample. */
function withRows(operations: readonly Operation[]): Operation[] {
  const read = new Set(
    operations.flatMap((operation) =>
      operation.kind === 'segment' && operation.sparse ? [operation.inputs[operation.sparse.input]!.slot] : [],
    ),
  );
  return operations.map((operation) =>
    operation.kind === 'neuron' && read.has(operation.output.slot) ? { ...operation, rows: true } : operation,
  );
}
