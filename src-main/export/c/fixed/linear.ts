/** Linear layers in whole numbers as C. */
import type {
  FixedConv,
  FixedCount,
  FixedLinear,
  FixedMove,
  FixedSum,
  FixedWindows,
  FixedWindowSum,
} from '../../../../src-shared/fixed/index.ts';
import type { Place } from '../draft.ts';
import { indented } from '../literals.ts';
import { isInOrder, walkOf } from '../loops.ts';
import { structure } from '../nodes/windows.ts';
import { type FixedWriting, overEntries, sizeAt, tableOfEntries, windowFields } from './writing.ts';

/** A call whose result is the number of its synaptic operations. */
const counting = (counted: boolean, call: string): string => (counted ? `s->operations += ${call};` : `(void)${call};`);

const volume = ([depth, height, width]: FixedWindows['input']): number => depth * height * width;

/** Convolution. `counted`: its kernel counts the operations of the layer. */
export function writeConv(writing: FixedWriting, layer: FixedConv, counted: boolean): Place {
  const { draft, places } = writing;
  const { windows, groups, channels } = layer;
  draft.begin(layer.name, 'convolution');
  const kernel = draft.kernel('whole_convolve');
  const size = sizeAt(writing, layer.output);
  const weights = draft.wholes('weights', tapsFirst(layer));
  const fields = structure({
    groups,
    inputs: channels.input / groups,
    outputs: channels.output / groups,
    ...windowFields(windows),
  });
  const [x, y] = [places[layer.input]!, draft.buffer(size)];
  draft.call({
    reads: [x],
    writes: y,
    temporaries: [size],
    about: 'convolution',
    code: (at, [sums]) => [
      `static const convolution c = ${fields};`,
      counting(counted, `${kernel}(&c, ${at(x)}, ${at(weights)}, ${sums}, ${at(y)})`),
    ],
  });
  return y;
}

/** Weights by input channel, tap and output channel of the group, so that those of one event lie side by side. */
function tapsFirst({ weights, channels, groups, windows }: FixedConv): Int8Array {
  const taps = volume(windows.kernel);
  const [inputs, outputs] = [channels.input / groups, channels.output / groups];
  const arranged = new Int8Array(weights.length);
  for (let channel = 0; channel < channels.input; channel++) {
    const first = Math.floor(channel / inputs) * outputs;
    for (let output = 0; output < outputs; output++) {
      const row = (first + output) * inputs + (channel % inputs);
      for (let tap = 0; tap < taps; tap++) arranged[(channel * taps + tap) * outputs + output] = weights[row * taps + tap]!;
    }
  }
  return arranged;
}

/** Linear layer. `counted`: its kernel counts the operations of the layer. */
export function writeLinear(writing: FixedWriting, layer: FixedLinear, counted: boolean): Place {
  const { draft, places } = writing;
  const { rows, terms, columns } = layer;
  draft.begin(layer.name, 'linear layer');
  const kernel = draft.kernel('whole_multiply');
  const weights = draft.wholes('weights', layer.weights);
  const [x, y] = [places[layer.input]!, draft.buffer(sizeAt(writing, layer.output))];
  draft.call({
    reads: [x],
    writes: y,
    about: 'linear layer',
    code: (at) => [counting(counted, `${kernel}(${at(x)}, ${at(weights)}, ${at(y)}, ${rows}, ${terms}, ${columns})`)],
  });
  return y;
}

/** True if the kernel of a layer counts what is to be counted: the same entries, each with the weights that it really meets. */
export function countsItself({ network }: FixedWriting, layer: FixedConv | FixedLinear, { value, fanOut }: FixedCount): boolean {
  if (layer.input !== value) return false;
  const own = layer.kind === 'linear' ? [layer.columns] : targetsOf(layer);
  return Array.from({ length: network.values[value]!.size }, (_, i) => i).every(
    (i) => own[i % own.length] === fanOut[i % fanOut.length],
  );
}

/** Operations for an event at each position of a plane. */
function targetsOf({ windows: { input, output, kernel, strides, dilations, pads }, channels, groups }: FixedConv): number[] {
  const reached = [0, 1, 2].map((axis) => {
    const counts = new Array<number>(input[axis]!).fill(0);
    for (let window = 0; window < output[axis]!; window++)
      for (let tap = 0; tap < kernel[axis]!; tap++) {
        const place = window * strides[axis]! - pads[axis]! + tap * dilations[axis]!;
        if (place >= 0 && place < counts.length) counts[place]!++;
      }
    return counts;
  }) as [number[], number[], number[]];
  return reached[0].flatMap((d) => reached[1].flatMap((h) => reached[2].map((w) => (d * h * w * channels.output) / groups)));
}

/** Counts the operations of a layer whose kernel does not: an entry that is not 0 has so many targets. */
export function writeCount({ draft, places, network }: FixedWriting, { name, value, fanOut }: FixedCount): void {
  const { size } = network.values[value]!;
  const targets = draft.wholeTable(
    'targets',
    Int32Array.from({ length: size }, (_, i) => fanOut[i % fanOut.length]!),
  );
  const loop = overEntries(draft, size, [targets]);
  const x = places[value]!;
  draft.call({
    reads: [x],
    about: `synaptic operations of ${name}`,
    code: (at) => [
      `const int32_t *const x = ${at(x)};`,
      ...loop((i, [target]) => [`if (x[${i}] != 0) s->operations += (uint64_t)${target};`]),
    ],
  });
}

/** Sum of terms in different units. */
export function writeSum(writing: FixedWriting, layer: FixedSum): Place {
  const { draft, places } = writing;
  draft.begin(layer.name, layer.terms.length === 1 ? 'change of units' : 'sum');
  draft.kernel('whole_scaled');
  const size = sizeAt(writing, layer.output);
  const tables = layer.terms.flatMap(({ factor }) => [
    tableOfEntries(draft, 'multiplier', factor.multiplier, size),
    tableOfEntries(draft, 'shift', factor.shift, size),
  ]);
  const loop = overEntries(draft, size, tables);
  const [inputs, y] = [layer.terms.map(({ input }) => places[input]!), draft.buffer(size)];
  draft.call({
    reads: inputs,
    writes: y,
    ...(inputs[0]!.kind === 'buffer' ? { replaces: inputs[0]! } : {}),
    about: 'sum',
    code: (at) => [
      ...inputs.map((input, term) => `const int32_t *const x${term} = ${at(input)};`),
      `int32_t *const y = ${at(y)};`,
      ...loop((i, numbers) => {
        const terms = inputs.map(
          (_, term) => `whole_scaled(x${term}[${i}], ${numbers[2 * term]}, ${numbers[2 * term + 1]}, INT32_MAX)`,
        );
        return [`y[${i}] = ${terms.join(' + ')};`];
      }),
    ],
  });
  return y;
}

/** Moved entries of one input, with one sign: where they are, and where they go. */
interface Moves {
  readonly input: number;
  readonly sign: string;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Moves entries. */
export function writeMove(writing: FixedWriting, layer: FixedMove): Place {
  const { draft, places } = writing;
  draft.begin(layer.name, 'moves entries');
  const moves = movesOf(writing, layer);
  const copies = moves.map((one) => copyOf(writing, one));
  const [inputs, y] = [layer.inputs.map((input) => places[input]!), draft.buffer(layer.from.length)];
  draft.call({
    reads: inputs,
    writes: y,
    about: 'moves entries',
    code: (at) => [
      `int32_t *const y = ${at(y)};`,
      ...(layer.from.includes(0) ? [`memset(y, 0, ${layer.from.length} * sizeof *y);`] : []),
      ...copies.flatMap((copy, index) => copy(at(places[moves[index]!.input]!))),
    ],
  });
  return y;
}

function movesOf(writing: FixedWriting, { inputs, from }: FixedMove): Moves[] {
  let first = 0;
  return inputs.flatMap((input) => {
    const [start, end] = [first, (first += sizeAt(writing, input))];
    return ['', '-'].flatMap((sign) => {
      const to = Array.from(from, (_, i) => i).filter((i) => {
        const source = Math.abs(from[i]!) - 1;
        return from[i]! < 0 === (sign === '-') && source >= start && source < end;
      });
      if (to.length === 0) return [];
      return [{ input, sign, from: Int32Array.from(to, (i) => Math.abs(from[i]!) - 1 - start), to: Int32Array.from(to) }];
    });
  });
}

/** One of the two pointers runs along, if entries are taken or stored in order: gcc 12 loses stores otherwise. Else both have tables. */
function copyOf({ draft }: FixedWriting, { sign, from, to }: Moves): (x: string) => string[] {
  const [stores, takes] = [isInOrder(to), isInOrder(from)];
  const block = (lines: readonly string[]): string[] => ['{', ...indented(lines), '}'];
  if (stores || takes) {
    const walk = walkOf(draft, [stores ? from : to]);
    return (x) =>
      block([
        `const int32_t *${stores ? 'const x' : 'from'} = ${x};`,
        ...(stores ? ['int32_t *to = y;'] : []),
        ...walk((at) => [stores ? `*to++ = ${sign}x[${at}];` : `y[${at}] = ${sign}*from++;`]),
      ]);
  }
  const [taken, stored] = [draft.wholes('from', from), draft.wholes('to', to)];
  return (x) =>
    block([
      `const int32_t *const x = ${x};`,
      `for (int32_t i = 0; i < ${to.length}; i++) y[${stored.name}[i]] = ${sign}x[${taken.name}[i]];`,
    ]);
}

/** Sums over windows. */
export function writeWindowSum(writing: FixedWriting, layer: FixedWindowSum): Place {
  const { draft, places } = writing;
  draft.begin(layer.name, 'sums over windows');
  const kernel = draft.kernel('whole_sums_of_windows');
  const [x, y] = [places[layer.input]!, draft.buffer(sizeAt(writing, layer.output))];
  draft.call({
    reads: [x],
    writes: y,
    about: 'sums over windows',
    code: (at) => [
      `static const windows c = ${structure(windowFields(layer.windows))};`,
      `${kernel}(&c, ${at(x)}, ${at(y)}, ${layer.channels});`,
    ],
  });
  return y;
}
