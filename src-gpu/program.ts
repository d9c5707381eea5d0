/** A lowered program as operations on the device: models loaded, values known by who holds their bytes. */
import {
  functionGraph,
  type GraphToWrite,
  lower,
  type LoweredFunction,
  type LoweredOperation,
  type LoweredOutput,
  type LoweredSegment,
  segmentGraph,
} from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { functionOperation } from './functions.ts';
import type { Models } from './models.ts';
import { neuronOperation } from './neuron.ts';
import type { GpuOperation } from './operation.ts';
import type { DeviceModel } from './runtime.ts';
import type { ProgramValues } from './tile.ts';
import { maxPoolOperation, segmentOperation, transcoderOperation } from './units.ts';

export interface GpuProgram extends ProgramValues {
  readonly spiking: SpikingNetwork;
  /** The network's input. */
  readonly input: ValueId;
  readonly operations: readonly GpuOperation[];
  readonly outputs: readonly LoweredOutput[];
  /** Releases the models. */
  release(): Promise<void>;
}

/** Compiles a network. Throws `model.batch` if the batch cannot be followed through it, `engine.failed` if a model cannot be loaded. */
export async function compileProgram(whole: SpikingNetwork, { load }: Models): Promise<GpuProgram> {
  const lowered = lower(whole);
  const { spiking, layouts, times, outputs } = lowered;
  const { network } = spiking;
  const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.id);
  const models: DeviceModel[] = [];
  const holders = new Map<ValueId, ValueId>();
  const holder = (value: ValueId): ValueId => {
    const held = holders.get(value);
    return held === undefined ? value : holder(held);
  };

  const loaded = async (graph: GraphToWrite): Promise<DeviceModel> => {
    const one = await load(graph);
    models.push(one);
    return one;
  };
  const segment = async (operation: LoweredSegment): Promise<GpuOperation> => {
    const { output, alias } = operation;
    if (alias !== undefined) {
      holders.set(output, alias);
      return segmentOperation(lowered, operation, undefined);
    }
    return segmentOperation(lowered, operation, await loaded(segmentGraph(network, operation)));
  };
  const functionOf = async (operation: LoweredFunction): Promise<GpuOperation> => {
    return functionOperation(spiking, operation, await loaded(functionGraph(network, operation)));
  };
  const operationOf = async (operation: LoweredOperation): Promise<GpuOperation | undefined> => {
    switch (operation.kind) {
      case 'segment':
        return await segment(operation);
      case 'neuron':
        return neuronOperation(spiking, operation, neurons.indexOf(operation.unit.id));
      case 'function':
        return await functionOf(operation);
      case 'max-pool':
        return maxPoolOperation(spiking, operation);
      case 'transcoder':
        return transcoderOperation(spiking, operation);
      case 'alias':
        holders.set(operation.output, operation.input);
        return undefined;
    }
  };

  const operations: GpuOperation[] = [];
  for (const one of lowered.operations) {
    const operation = await operationOf(one);
    if (operation) operations.push(operation);
  }
  const reads = new Map<ValueId, number>();
  const read = [...operations.flatMap((operation) => operation.reads), ...outputs.map(({ value }) => value)];
  for (const value of read.map(holder)) reads.set(value, (reads.get(value) ?? 0) + 1);
  return {
    spiking,
    input: network.input.value,
    layouts,
    times,
    holder,
    reads,
    operations,
    outputs,
    release: async () => {
      for (const model of models) await model.release();
    },
  };
}
