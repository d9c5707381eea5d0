/** The input of a model that takes the samples, and its shape. */
import { type Message, option, say } from '../../src-shared/message/index.ts';
import { BATCH, type Shape } from '../../src-shared/tensor/index.ts';
import type { OnnxGraph, OnnxInput, OnnxModel } from './model.ts';
import { modelError } from './model-error.ts';
import { readsOf } from './order.ts';

export interface ImportOptions {
  /** Name of the input that takes the samples. Needed if the model has several. */
  readonly input?: string;
  /**
   * Sizes to import with, if the file leaves sizes other than the batch open, in the order of the input's axes: height, width.
   */
  readonly size?: readonly number[];
  /** Names of the outputs to import, or of values inside the graph. Absent: all outputs that a network of neurons can compute. */
  readonly outputs?: readonly string[];
  /** True: quantised activations are read as the floating-point numbers that they stand for. Otherwise they are refused. */
  readonly dequantise?: boolean;
  /**
   * False: the input's first axis is a size like any other. This is for models that are not networks over samples (a
   * transposition of the first axis, a scalar): they can be computed, but not converted. Absent: the first axis is the batch.
   */
  readonly batchAxis?: false;
}

export interface GraphInput {
  readonly name: string;
  /** The first axis is the batch, unless `batchAxis` is false. */
  readonly shape: Shape;
  /** Batch that the file is fixed to; undefined if it is open. */
  readonly fixedBatch: number | undefined;
}

const names = (inputs: readonly OnnxInput[]): string => inputs.map((input) => input.name).join(', ');

/** The inputs that a node reads, or that are outputs themselves. */
function readInputs({ inputs, nodes, outputs }: OnnxGraph): readonly OnnxInput[] {
  const read = new Set([...nodes.flatMap(readsOf), ...outputs]);
  return inputs.filter(({ name }) => read.has(name));
}

/**
 * The input that samples are fed to: the only one that is read, or the one called `input`. Throws `model.inputs` if there is no
 * such input, or if there are several.
 */
export function inputOf(model: OnnxModel, options: Pick<ImportOptions, 'input'>): OnnxInput {
  const { input: wanted } = options;
  const { inputs } = model.graph;
  const fail = (message: Message) =>
    modelError('model.inputs', say`${model.file} ${message}.`, { file: model.file, option: 'input' });
  if (inputs.length === 0) throw fail('has no input; export the network with its samples as an input');
  const read = inputs.length > 1 ? readInputs(model.graph) : inputs;
  if (wanted === undefined && inputs.length > 1 && read.length !== 1) {
    throw fail(
      say`has ${inputs.length} inputs (${names(inputs)}); say with ${option('input', 'NAME')} which one takes the samples`,
    );
  }
  const input = wanted === undefined ? read[0]! : inputs.find(({ name }) => name === wanted);
  if (input === undefined) throw fail(`has no input called ${wanted}; its inputs are ${names(inputs)}`);
  return input;
}

/**
 * The chosen input with its shape. Throws `model.inputs` if there is no input to feed, or if its sizes are open and `size` does
 * not give them.
 */
export function graphInput(model: OnnxModel, options: ImportOptions): GraphInput {
  const batchAxis = options.batchAxis !== false;
  const input = inputOf(model, options);
  const { name, shape } = input;
  const fail = (message: Message) =>
    modelError('model.inputs', say`${model.file} ${message}.`, { file: model.file, option: 'input' });
  if (input.notNumbers)
    throw fail(`has an input ${name} that is no tensor of numbers; export the network with samples as its input`);
  if (shape === undefined || (batchAxis && shape.length === 0)) {
    throw fail(`does not say the shape of its input ${name}; export it with a shape whose first axis is the batch`);
  }
  const sizes = filled(model.file, input.name, shape, batchAxis, options.size);
  if (!batchAxis) return { name, shape: sizes, fixedBatch: undefined };
  const [first] = shape;
  return {
    name,
    shape: [BATCH, ...sizes.slice(1)],
    fixedBatch: typeof first === 'number' && first > 0 ? first : undefined,
  };
}

/** True if a file leaves a size open other than the batch. */
const isOpenSize =
  (batchAxis: boolean) =>
  (size: number | string, axis: number): boolean =>
    !(batchAxis && axis === 0) && (typeof size === 'string' || size < 0 || (batchAxis && size === 0));

/** The sizes, other than the batch, that an input's shape leaves open, in order: `ImportOptions.size` gives a number for each. */
export const openSizes = (shape: readonly (number | string)[]): readonly (number | string)[] => shape.filter(isOpenSize(true));

/** The axes of these sizes. */
export const openAxes = (shape: readonly (number | string)[]): readonly number[] =>
  shape.flatMap((size, axis) => (isOpenSize(true)(size, axis) ? [axis] : []));

/** The shape with its open sizes, except the batch, taken from `given`. */
function filled(
  file: string,
  name: string,
  shape: readonly (number | string)[],
  batchAxis: boolean,
  given: readonly number[] | undefined,
): readonly number[] {
  const isOpen = isOpenSize(batchAxis);
  const open = shape.filter(isOpen);
  const what = `its input ${name} [${shape.join(', ')}]`;
  const fail = (message: Message) => modelError('model.inputs', say`${file} ${message}.`, { file, option: 'size' });
  const form = open.map(() => '224').join('x');
  if (given === undefined && open.length > 0) {
    throw fail(
      say`leaves sizes of ${what} open (${open.join(', ')}); give them with ${option('size')} ${form} (${open.length === 2 ? 'height x width' : 'in that order'}), or export it with only the batch axis dynamic`,
    );
  }
  if (given !== undefined && given.length !== open.length) {
    const wants =
      open.length === 0
        ? say`has none open but the batch; leave ${option('size')} out`
        : say`has ${open.length} open (${open.join(', ')}): ${option('size')} ${form}`;
    throw fail(say`is given ${given.length} sizes by ${option('size')}, but ${what} ${wants}`);
  }
  const left = [...(given ?? [])];
  return shape.map((size, axis) => (isOpen(size, axis) ? left.shift()! : (size as number)));
}
