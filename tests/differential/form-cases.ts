/** Networks in which every form of stage stands behind every other: a branch for each pair, whose value between is read by a third stage too. */
import type { Network, OpName, ValueId } from '../../src-shared/network/index.ts';
import { CODINGS } from '../../src-shared/plan/schema.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { type Branches, startBranches } from './branches.ts';
import { type Form, pairName, possiblePairs } from './forms.ts';
import { CHANNELS, type Family } from './operator-cases.ts';
import type { Case } from './run-case.ts';
import { averagePool, convolution, divisorOf, linear, maxPool, relu } from './stage-kinds.ts';

export interface FormNetwork {
  readonly family: Family;
  readonly network: Network;
}

const SIDE = 6;
const BRANCHES = 12;
const SMOOTH: readonly OpName[] = ['Tanh', 'Sigmoid', 'HardSwish', 'Softmax', 'Silu', 'Erf', 'LpNormalization', 'Softplus'];

type Pair = readonly [Form, Form];
const JOINING: readonly Form[] = ['pooling', 'sum', 'concatenation', 'moving'];

/** Forms that stand in networks of ReLUs; global max pooling is the one function there that has an expectation compensation. */
export const inReluNetworks = ([from, to]: Pair): boolean => ![from, to].some((form) => form.endsWith('product'));

/** Pairs that stand in a smooth network: what feeds a counted layer or a matrix product there are spikes. */
export const inSmoothNetworks = ([from, to]: Pair): boolean =>
  !['convolution', 'depthwise', 'linear'].includes(to) || ['neuron', 'moving', 'concatenation', 'sum'].includes(from);

/** The part of a case's setting in which those who run the cases differ. `at`: index of the network; `turn`: index of the coding. */
type Varied = (at: number, turn: number) => Pick<Case['setting'], 'batch' | 'threads'>;

/** Networks of every possible pair, in both families and every coding. A leak is for networks that neither compensate an expectation nor change a coding. */
export const formCases = (varied: Varied): Case[] =>
  (['relu', 'smooth'] as const).flatMap((family) => {
    const own = possiblePairs().filter(family === 'relu' ? inReluNetworks : inSmoothNetworks);
    const leakless = own.filter((pair) => !pair.includes('transcoder') && !pair.includes('expectation'));
    const codings = family === 'relu' ? CODINGS : (['rate', 'differential'] as const);
    return codings.flatMap((coding, turn) =>
      formNetworks(coding.includes('leaky') ? leakless : own, family, turn).map(({ network }, at) => ({
        name: `${family} ${at} ${coding}`,
        network,
        setting: { coding, ...varied(at, turn), steps: 5, turn: at + turn },
      })),
    );
  });

/** Networks of all these pairs. `turn` moves the channels of each pair on. */
export function formNetworks(pairs: readonly Pair[], family: Family, turn: number): FormNetwork[] {
  const chunks = Array.from({ length: Math.ceil(pairs.length / BRANCHES) }, (_, chunk) =>
    pairs.slice(chunk * BRANCHES, (chunk + 1) * BRANCHES),
  );
  return chunks.map((chunk, at) => {
    const b = startBranches([3, SIDE, SIDE], 100 * turn + at + 1);
    chunk.forEach((pair, index) => {
      const channels = CHANNELS[(index + at + turn) % CHANNELS.length]!;
      // One channel has no depth.
      addBranch(b, pair, family, pair.includes('depthwise') && channels === 1 ? 8 : channels, index);
    });
    // A product of two values makes the network a smooth one, whatever else there is.
    if (family === 'smooth') {
      b.at('smooth');
      const values = relu(b, convolution(b, b.input, 2));
      b.output('smooth', b.emit('MatMul', [values, b.operand(b.shapeOf(values))]));
    }
    return { family, network: b.network() };
  });
}

function addBranch(b: Branches, [from, to]: Pair, family: Family, channels: number, index: number): void {
  const branch = `${pairName(from, to)} (${channels})`;
  const mixed = from === 'transcoder' || to === 'transcoder';
  b.at(branch, mixed ? '/other' : '');
  const start = relu(b, convolution(b, b.input, channels));
  // Sums of spikes are spikes only where they are the difference that a bounded ReLU becomes.
  const bounded = from === 'sum' && to === 'matrix product';
  const between = bounded
    ? b.emit('Clip', [convolution(b, start, channels)], { min: 0, max: 0.5 })
    : from === 'transcoder'
      ? start
      : made(b, from, beginning(b, from, start, channels), { family, channels, index });
  const side = mixed ? `${branch}/other` : branch;
  const joined = to === 'transcoder' ? 'sum' : to;
  const end = made(b, joined, between, { family, channels, index: index + 1, defaults: mixed ? branch : undefined });
  b.at(side);
  // Operators that are not counted join the segment of their only reader.
  if (index % 2 === 0 || JOINING.includes(from)) b.output(`${branch}, side`, convolution(b, relu(b, between), 2, 1));
  b.at(branch);
  b.output(branch, tail(b, end));
}

/** Spikes, but where the first form would be moved in front of its ReLU, or would join a longer segment. */
const beginning = (b: Branches, from: Form, start: ValueId, channels: number): ValueId =>
  from.startsWith('max pooling') || from === 'neuron' || from === 'expectation' ? convolution(b, start, channels) : start;

const tail = (b: Branches, x: ValueId): ValueId => convolution(b, relu(b, x), 2, 1);

interface Making {
  readonly family: Family;
  readonly channels: number;
  readonly index: number;
  /** Branch whose other operand is in the network's own coding. */
  readonly defaults?: string | undefined;
}

/** A stage of this form on a value `[B, C, H, W]`. */
function made(b: Branches, form: Form, x: ValueId, { family, channels, index, defaults }: Making): ValueId {
  const shape = b.shapeOf(x);
  const [, own, height, width] = shape as [number, number, number, number];
  const operand = (of: Shape = shape): ValueId => {
    if (defaults !== undefined) b.at(defaults, '/default');
    const value = b.operand(of);
    if (defaults !== undefined) b.at(defaults);
    return value;
  };
  switch (form) {
    case 'convolution':
      return convolution(b, x, channels);
    case 'depthwise':
      return convolution(b, x, own, 3, own);
    case 'linear':
      return linear(b, x, SIDE);
    case 'pooling':
      return averagePool(b, x);
    case 'sum':
      return b.emit('Add', [x, operand()]);
    case 'concatenation':
      return b.emit('Concat', [x, operand()], { axis: index % 2 === 0 ? 1 : 2 });
    case 'moving':
      return b.emit('Transpose', [x], { perm: [0, 1, 3, 2] });
    case 'neuron':
      return relu(b, x);
    case 'expectation': {
      if (family === 'relu') return b.emit('ReduceMax', [x], { axes: [2, 3], keepdims: 1 });
      const op = SMOOTH[index % SMOOTH.length]!;
      return b.emit(op, [x], op === 'Softmax' ? { axis: 1 } : op === 'LpNormalization' ? { axis: 3, p: 1 } : {});
    }
    case 'matrix product':
      return b.emit('MatMul', [x, operand([...shape.slice(0, 2), width, height])]);
    case 'elementwise product':
      return b.emit('Mul', [x, operand()]);
    case 'max pooling, residual': {
      const kernel = [divisorOf(height), divisorOf(width)];
      return maxPool(b, x, kernel, kernel, 0);
    }
    case 'max pooling, estimate':
      return maxPool(b, x, [3, 3], [1, 1], 1);
    case 'transcoder':
      throw new Error('a transcoder is made where two codings meet');
  }
}
