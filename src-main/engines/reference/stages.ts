/**
 * The stages of a spiking network as functions of one time step, made of the units of src-shared/units: the executable
 * specification. Values are `[B, …]` of one step and contain their constant part.
 */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import {
  floatSegment,
  type MaxPoolUnit,
  type ProductUnit,
  type Segment,
  type SpikingNetwork,
  type Stage,
} from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type Tensor, tensor64 } from '../../../src-shared/tensor/index.ts';
import {
  createExpectation,
  createMaxPool,
  createNeuron,
  createProduct,
  createTranscoder,
  neuronThresholds,
  type ProductStep,
  tileUpsample,
} from '../../../src-shared/units/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import { type Entries, forBatch } from './for-batch.ts';

export type Values = ReadonlyMap<ValueId, Float64Array>;

/**
 * One step of a stage: reads its inputs from `values` and returns its output. `onProduct` is called with the operands of a
 * product.
 */
export type StageStep = (values: Values, t: number) => Float64Array;

/**
 * A stage that can be stepped through t = 0, 1, 2, … for one batch. `constant` is b of a value for the whole batch: the units
 * treat the batch as one sample, since the batch need not be the outermost axis.
 */
export function createStage(
  { network, constantParts }: Pick<SpikingNetwork, 'network' | 'constantParts'>,
  stage: Stage,
  batch: number,
  onProduct?: (unit: ProductUnit, step: ProductStep) => void,
  constant: Entries = forBatch(network, constantParts, batch),
): StageStep {
  switch (stage.kind) {
    case 'segment':
      return (values) => runSegment(network, stage, values, batch);
    case 'neuron': {
      const thresholds = neuronThresholds(stage.thresholds, network.shapes.get(stage.input)!);
      // A neuron layer's value has the batch first, so that its first entries are those of one sample.
      const step = createNeuron(stage, thresholds, constant(stage.input)?.subarray(0, thresholds.length), batch);
      return (values, t) => step(values.get(stage.input)!, t);
    }
    case 'expectation': {
      const step = createExpectation(unary(network, stage.node, stage.input, batch), stage.coding, constant(stage.input), 1);
      return (values, t) => step(values.get(stage.input)!, t);
    }
    case 'max-pool': {
      const step = createMaxPool(stage.form, pooling(network, stage, batch), stage.coding, constant(stage.input), 1);
      return (values, t) => step(values.get(stage.input)!, t);
    }
    case 'product': {
      const [left, right] = stage.inputs;
      const multiply = multiplication(network, stage, batch);
      const product = createProduct(multiply, stage.coding, [constant(left), constant(right)]);
      return (values, t) => {
        const step = product(values.get(left)!, values.get(right)!, t);
        onProduct?.(stage, step);
        return step.output;
      };
    }
    case 'transcoder': {
      const step = createTranscoder(stage.from, stage.coding, constant(stage.input), 1);
      return (values, t) => step(values.get(stage.input)!, t);
    }
  }
}

/** The function of a stage in the float network. */
export function floatStage(network: Network, stage: Stage, batch: number): (values: Values) => Float64Array {
  switch (stage.kind) {
    case 'segment':
      return (values) => runSegment(network, floatSegment(stage), values, batch);
    case 'neuron':
      return (values) => {
        const input = values.get(stage.input)!;
        return stage.rule === 'relu' ? input.map((value) => Math.max(0, value)) : input;
      };
    case 'transcoder':
      return (values) => values.get(stage.input)!;
    case 'expectation':
    case 'max-pool':
    case 'product':
      return (values) => evaluateOn(network, stage.node, values, batch);
  }
}

/** Runs one node on values of a batch. Its constants are the network's. */
function evaluateOn(network: Network, node: NetworkNode, values: Values, batch: number): Float64Array {
  const inputs = node.inputs.map(
    (value) => network.constants.get(value) ?? valueTensor(network, value, values.get(value)!, batch),
  );
  return Float64Array.from(operatorOf(node.op).evaluate(inputs, node.attributes).data);
}

const valueTensor = (network: Network, value: ValueId, data: Float64Array, batch: number): Tensor =>
  tensor64(atBatch(network.shapes.get(value)!, batch), data);

const unary = (network: Network, node: NetworkNode, input: ValueId, batch: number) => (x: Float64Array) =>
  evaluateOn(network, node, new Map([[input, x]]), batch);

/**
 * x∘y of a product unit. Matrix products use fused multiply-add, which decides exact ties in the same way as the paper's
 * implementation.
 */
function multiplication(network: Network, { node, inputs }: ProductUnit, batch: number) {
  const { evaluate, evaluateFused = evaluate } = operatorOf(node.op);
  return (x: Float64Array, y: Float64Array): Float64Array =>
    Float64Array.from(
      evaluateFused([valueTensor(network, inputs[0], x, batch), valueTensor(network, inputs[1], y, batch)], node.attributes).data,
    );
}

function runSegment(network: Network, segment: Segment, values: Values, batch: number): Float64Array {
  const inner = new Map(segment.inputs.map((value) => [value, values.get(value)!]));
  for (const node of segment.nodes) inner.set(node.output, evaluateOn(network, node, inner, batch));
  return inner.get(segment.output)!;
}

function pooling(network: Network, unit: MaxPoolUnit, batch: number) {
  const pool = unary(network, unit.node, unit.input, batch);
  if (unit.form === 'estimate') return { pool };
  const input = atBatch(network.shapes.get(unit.input)!, batch);
  const output = atBatch(network.shapes.get(unit.output)!, batch);
  const upsample = tileUpsample(
    sizeOf(input.slice(0, 2)),
    input.slice(2),
    output.slice(2),
    unit.node.attributes.kernel as readonly number[],
  );
  return { pool, upsample };
}
