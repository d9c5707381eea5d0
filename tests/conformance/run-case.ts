/** One case of the suite through import and the float64 Network, compared at the suite's tolerances. */
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import type { ImportOptions, OnnxModel } from '../../src-main/onnx/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { describeShape, isBatchSize, tensor64 } from '../../src-shared/tensor/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { batchAxis } from '../../src-shared/network/operators/support/batch.ts';
import type { CaseData, ConformanceCase } from './cases.ts';
import { isOnConstants } from './scope.ts';
import { twiceAlong } from './twice.ts';

/** The suite's own tolerances: |a − b| ≤ absolute + relative · |b|. */
const TOLERANCE = { relative: 1e-3, absolute: 1e-7 } as const;

/**
 * How a case was computed (README.md): with the first axis of its first input as the batch (and again at twice that batch),
 * with all axes of that input fixed, or with every input a constant.
 */
export type Way = 'batch' | 'fixed' | 'constants';

export type Outcome =
  | { readonly kind: 'passed'; readonly way: Way }
  /** Import said that it cannot, and why. */
  | { readonly kind: 'refused'; readonly error: SpikeloomError }
  | { readonly kind: 'wrong'; readonly why: string }
  /** An error that is not meant for people: a bug. */
  | { readonly kind: 'crashed'; readonly error: unknown };

class WrongResult extends Error {}

/** Runs a case; throws nothing. */
export async function runCase(one: ConformanceCase): Promise<Outcome> {
  try {
    const model = await readModel(one.model);
    const ways = one.data.map((data) => runSet(model, data, isOnConstants(one)));
    return { kind: 'passed', way: ways[0]! };
  } catch (error) {
    if (error instanceof SpikeloomError) return { kind: 'refused', error };
    return error instanceof WrongResult ? { kind: 'wrong', why: error.message } : { kind: 'crashed', error };
  }
}

function runSet(model: OnnxModel, data: CaseData, onConstants: boolean): Way {
  const [first] = data.inputs;
  // Integers and booleans are never activations.
  if (onConstants || first?.dtype !== 'float') {
    compute(withConstants(model, data, 0), tensor64([1]), data);
    return 'constants';
  }
  const fed = withConstants(model, data, 1);
  // A batch of none is none.
  if (first.shape[0] !== 0) {
    try {
      compute(fed, first, data);
      return 'batch';
    } catch (error) {
      if (!(error instanceof SpikeloomError && NO_BATCH.has(error.code))) throw error;
    }
  }
  compute(fed, first, data, { batchAxis: false });
  return 'fixed';
}

/** What import answers where the first axis cannot be the batch: it is worked along, or there is none. */
const NO_BATCH: ReadonlySet<string> = new Set(['model.batch', 'model.inputs']);

/** The model with all inputs from `from` on as constants of this case's values; where none is left, one that nothing reads. */
function withConstants(model: OnnxModel, { inputs }: CaseData, from: number): OnnxModel {
  const { graph } = model;
  const constants = graph.inputs.flatMap(({ name }, i) => (i >= from && inputs[i] ? [[name, inputs[i]] as const] : []));
  const names = new Set(constants.map(([name]) => name));
  const left = graph.inputs.filter(({ name }) => !names.has(name));
  return {
    ...model,
    graph: {
      ...graph,
      inputs: left.length > 0 ? left : [{ name: 'read by nothing', shape: [1] }],
      initializers: new Map([...graph.initializers, ...constants]),
    },
  };
}

function compute(model: OnnxModel, input: Tensor, { outputs }: CaseData, options: ImportOptions = {}): void {
  const { network } = importNetwork(model, { ...options, input: model.graph.inputs[0]!.name });
  compare(network, evaluateNetwork(network, input), outputs);
  if (!isBatchSize(network.shapes.get(network.input.value)![0] ?? 0)) return;
  const axes = network.outputs.map(({ value }) => batchAxis(network.shapes.get(value)!));
  const doubled = outputs.map((tensor, i) => tensor && twiceAlong(tensor, axes[i]!));
  compare(network, evaluateNetwork(network, twiceAlong(input, 0)), doubled);
}

function compare({ outputs }: Network, results: readonly Tensor[], expected: CaseData['outputs']): void {
  if (results.length !== expected.length) throw new WrongResult(`there are ${results.length} outputs, not ${expected.length}`);
  outputs.forEach(({ name }, i) => {
    if (expected[i] === undefined) throw new WrongResult(`output ${name} should not be a tensor of numbers`);
    const difference = differenceOf(results[i]!, expected[i]);
    if (difference !== undefined) throw new WrongResult(`output ${name}: ${difference}`);
  });
}

/** What differs, undefined where nothing does. Infinities and NaN must be the same. */
function differenceOf(result: Tensor, expected: Tensor): string | undefined {
  const shape = describeShape(expected.shape);
  if (describeShape(result.shape) !== shape) return `its shape is ${describeShape(result.shape)}, not ${shape}`;
  const worst = expected.data.findIndex((value: number, i: number) => {
    const other = result.data[i]!;
    if (Object.is(other, value) || other === value) return false;
    return !(Math.abs(other - value) <= TOLERANCE.absolute + TOLERANCE.relative * Math.abs(value));
  });
  return worst < 0 ? undefined : `value ${worst} of ${shape} is ${result.data[worst]}, not ${expected.data[worst]}`;
}
