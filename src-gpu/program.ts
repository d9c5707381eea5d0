/** A lowered program as operations on the device: models loaded, values known by who holds their bytes. */
import {
  floatNodes,
  type FloatNodes,
  lower,
  type LoweredFunction,
  type LoweredOperation,
  type LoweredOutput,
  type LoweredSegment,
} from '../src-shared/lowering/index.ts';
import type { Network, NetworkNode, ValueId } from '../src-shared/network/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import type { Shape, Tensor } from '../src-shared/tensor/index.ts';
import { functionOperation } from './functions.ts';
import { neuronOperation } from './neuron.ts';
import type { GpuOperation } from './operation.ts';
import type { DeviceModel, LoadModel, Model } from './runtime.ts';
import type { ProgramValues } from './tile.ts';
import { maxPoolOperation, segmentOperation, transcoderOperation } from './units.ts';

/** Nodes with their ports, to be written as the bytes of an ONNX model. */
export interface ModelToWrite {
  readonly name: string;
  readonly nodes: readonly NetworkNode[];
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  readonly inputs: readonly { readonly value: ValueId; readonly shape: Shape }[];
  readonly outputs: readonly { readonly value: ValueId; readonly shape: Shape }[];
}

export type WriteModel = (model: ModelToWrite) => Uint8Array;

export interface GpuProgram extends ProgramValues {
  readonly spiking: SpikingNetwork;
  readonly operations: readonly GpuOperation[];
  readonly outputs: readonly LoweredOutput[];
  /** Releases the models. */
  release(): Promise<void>;
}

const modelOf = (
  write: WriteModel,
  network: Network,
  name: string,
  nodes: readonly NetworkNode[],
  constants: ReadonlyMap<ValueId, Tensor>,
  inputs: readonly ValueId[],
  outputs: readonly ValueId[],
): Model => {
  const port = (value: ValueId) => ({ value, shape: network.shapes.get(value)! });
  return { bytes: write({ name, nodes, constants, inputs: inputs.map(port), outputs: outputs.map(port) }), inputs, outputs };
};

/** Compiles a network. Throws `model.batch` if the batch cannot be followed through it, `engine.failed` if a model cannot be loaded. */
export async function compileProgram(whole: SpikingNetwork, write: WriteModel, load: LoadModel): Promise<GpuProgram> {
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

  const loaded = async (model: Model): Promise<DeviceModel> => {
    const one = await load(model);
    models.push(one);
    return one;
  };
  const segment = async (operation: LoweredSegment): Promise<GpuOperation> => {
    const { nodes, constants, inputs, output, alias } = operation;
    if (alias !== undefined) {
      holders.set(output, alias);
      return segmentOperation(lowered, operation, undefined);
    }
    return segmentOperation(
      lowered,
      operation,
      await loaded(modelOf(write, network, output, nodes, constants, inputs, [output])),
    );
  };
  const functionOf = async (operation: LoweredFunction): Promise<GpuOperation> => {
    const { nodes, inputs, output } = operation;
    const model = await loaded(modelOf(write, network, output, nodes, network.constants, inputs, [output]));
    return functionOperation(spiking, operation, model);
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

/** The float network with these values as outputs. */
export function floatModel(
  spiking: SpikingNetwork,
  wanted: readonly ValueId[],
  write: WriteModel,
): FloatNodes & { readonly model: Model } {
  const { network } = spiking;
  const float = floatNodes(spiking, wanted);
  const { nodes, outputs } = float;
  return { ...float, model: modelOf(write, network, network.name, nodes, network.constants, [network.input.value], outputs) };
}
