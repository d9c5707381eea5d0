/** One case of the suite through import and the float64 Network, compared at the suite's tolerances. */
import { join } from 'node:path';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import type { ImportOptions, OnnxModel } from '../../src-main/onnx/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { describeShape, tensor64 } from '../../src-shared/tensor/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { readCaseData } from './cases.ts';
import type { CaseData, ConformanceCase } from './cases.ts';

/** The suite's own tolerances: |a − b| ≤ absolute + relative · |b|. */
const TOLERANCE = { relative: 1e-3, absolute: 1e-7 } as const;

/**
 * How a case was computed (README.md): with the first axis of its first input as the batch, with all axes of that input
 * fixed, or with every input a constant.
 */
export type Way = 'batch' | 'fixed' | 'constants';

export type Outcome =
  | { readonly kind: 'passed'; readonly way: Way }
  /** Import said that it cannot, and why. */
  | { readonly kind: 'refused'; readonly error: SpikeloomError }
  /** A wrong result, or an error that is not meant for people: a bug. */
  | { readonly kind: 'failed'; readonly why: string };

/** Runs a case; throws nothing. */
export async function runCase({ folder }: ConformanceCase): Promise<Outcome> {
  try {
    const model = await readModel(join(folder, 'model.onnx'));
    const { inputs, outputs } = model.graph;
    const sets = await readCaseData(folder, { inputs: inputs.length, outputs: outputs.length });
    const ways = sets.map((data) => runSet(model, data));
    return { kind: 'passed', way: ways[0]! };
  } catch (error) {
    if (error instanceof SpikeloomError) return { kind: 'refused', error };
    return { kind: 'failed', why: error instanceof WrongResult ? error.message : String((error as Error).stack ?? error) };
  }
}

class WrongResult extends Error {}

function runSet(model: OnnxModel, data: CaseData): Way {
  const [first] = data.inputs;
  // Integers and booleans are never activations.
  if (first?.dtype !== 'float') {
    compute(withConstants(model, data, 0), tensor64([1]), data);
    return 'constants';
  }
  const fed = withConstants(model, data, 1);
  try {
    compute(fed, first, data);
    return 'batch';
  } catch (error) {
    if (!(error instanceof SpikeloomError && NO_BATCH.has(error.code))) throw error;
    compute(fed, first, data, { batchAxis: false });
    return 'fixed';
  }
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
  const { network } = importNetwork(model, options);
  const results = evaluateNetwork(network, input);
  if (results.length !== model.graph.outputs.length) throw new WrongResult(`${results.length} outputs`);
  results.forEach((result, i) => {
    const expected = outputs[i];
    const name = model.graph.outputs[i]!;
    if (expected === undefined) throw new WrongResult(`output ${name} has no expected values`);
    const difference = differenceOf(result, expected);
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
