/** Neurons, max pooling and transcoders in whole numbers as C: the equations of docs/fixed-point.md, with the states of the simulator. */
import { everyEntry, type FixedMaxPool, type FixedNeuron, type FixedTranscoder } from '../../../../src-shared/fixed/index.ts';
import { mostQuanta } from '../../../../src-shared/units/index.ts';
import { keptAddress, type Place } from '../draft.ts';
import { indented } from '../literals.ts';
import { plainLoop } from '../loops.ts';
import { structure } from '../nodes/windows.ts';
import {
  changeOf,
  COUNT,
  type FixedWriting,
  type Intake,
  intakeOf,
  overEntries,
  sizeAt,
  tableOfEntries,
  windowFields,
} from './writing.ts';

type KeptPlace = Place & { readonly kind: 'kept' };

const pointer = (name: string, place: KeptPlace): string => `int32_t *const ${name} = ${keptAddress(place)};`;

/** Memory of a state of a layer. */
function stateOf(
  { draft, network, kept }: FixedWriting,
  layer: FixedNeuron | FixedMaxPool | FixedTranscoder,
  state: string,
  size: number,
): KeptPlace {
  const place = draft.state(size);
  kept.push({
    layer: layer.name,
    unit: { kind: 'layer', index: network.layers.indexOf(layer) },
    state,
    offset: place.offset,
    size,
  });
  return place;
}

/** An estimate starts at the constant part of its input. */
export function startAtConstant({ draft }: FixedWriting, place: KeptPlace, { constant }: Intake, size: number): void {
  if (constant.allZero) return;
  const loop = overEntries(draft, size, [constant]);
  draft.reset(loop((i, [b]) => [`(${keptAddress(place)})[${i}] = ${b};`]));
}

const MODELS = { if: 'integrate and fire', mt: 'multi-threshold', ms: 'multi-spike' } as const;

/** `credit`: the sum that may be taken back. */
function firing({ draft }: FixedWriting, { model, levels, mostSpikes }: FixedNeuron, one: string, credit: string): string {
  switch (model) {
    case 'if':
      return `${draft.kernel('whole_fire_once')}(m, ${one}, ${credit})`;
    case 'mt':
      return `${draft.kernel('whole_fire_multi_threshold')}(m, ${one}, ${levels}, ${credit})`;
    case 'ms': {
      const count = `${draft.kernel('whole_fire_multi_spike')}(m, ${one}, ${mostQuanta(levels, mostSpikes)}, ${credit})`;
      if (mostSpikes === undefined) return count;
      return `${draft.kernel('whole_largest_powers')}(${count}, ${2 ** (levels - 1)}, ${mostSpikes})`;
    }
  }
}

const CREDITS = { unlimited: 'INT32_MAX', sent: 'taken', none: '0' } as const;

/** A neuron layer. Returns the place of its spikes, in quanta. */
export function writeNeuron(writing: FixedWriting, layer: FixedNeuron): Place {
  const { draft, places } = writing;
  const size = sizeAt(writing, layer.output);
  const { parts } = layer.intake;
  const [differentialIn, differentialOut] = [layer.inputCoding === 'differential', layer.coding === 'differential'];
  const about = `${MODELS[layer.model]} neurons, ${layer.inputCoding} in, ${layer.coding} out`;
  draft.begin(layer.name, about);
  const intake = intakeOf(draft, layer.intake, size);
  const quanta = tableOfEntries(draft, 'quantum', layer.quantum, size);
  const [received, sent] = [stateOf(writing, layer, 'in', size), stateOf(writing, layer, 'out', size)];
  if (differentialIn) startAtConstant(writing, received, intake, size);
  const { before, text: change } = changeOf(writing, parts, differentialIn || differentialOut);
  const one = parts === 1 ? 'quantum' : `quantum * ${parts}`;
  const starts = layer.start && tableOfEntries(draft, 'start', layer.start, size);
  const half = layer.model === 'mt' ? '' : `${one} / 2 + `;
  const loop = overEntries(draft, size, [...(starts ? [starts] : []), ...intake.tables, intake.constant, quanta]);
  const silent = everyEntry(layer.quantum, size).includes(0);
  const fire = firing(writing, layer, one, CREDITS[layer.credit]);
  const [x, y] = [places[layer.input]!, draft.buffer(size)];
  const body = (i: string, all: readonly string[]): string[] => {
    const numbers = starts ? all.slice(1) : all;
    const initial = starts ? `${all[0]!} + ` : half;
    const [b, quantum] = numbers.slice(-2) as [string, string];
    const d = intake.d(i, numbers);
    const plusB = intake.constant.allZero ? '' : ` + ${b}`;
    const lines = [
      `received[${i}] += ${differentialIn ? change(d) : `${times(d, parts)}${plusB}`};`,
      `taken = ${differentialOut ? `sent[${i}] * count` : `sent[${i}]`};`,
      `m = ${initial}${differentialIn ? `received[${i}] * count` : `received[${i}]`} - taken;`,
      `spike = ${fire};`,
      `sent[${i}] += ${differentialOut ? change('spike * quantum') : `spike * ${one}`};`,
      `y[${i}] = spike;`,
    ];
    const fired = silent ? ['if (quantum > 0) {', ...indented(lines), '} else', `  y[${i}] = 0;`] : lines;
    return [`const int32_t quantum = ${quantum};`, 'int32_t taken, m, spike;', ...fired];
  };
  draft.call({
    reads: [x],
    writes: y,
    ...(x.kind === 'buffer' ? { replaces: x } : {}),
    about,
    code: (at) => [
      `const int32_t *const x = ${at(x)};`,
      `int32_t *const y = ${at(y)};`,
      pointer('received', received),
      pointer('sent', sent),
      ...before,
      ...loop(body),
    ],
  });
  return y;
}

const times = (text: string, factor: number): string => (factor === 1 ? text : `${text} * ${factor}`);

/** Max pooling: the change of the largest estimate (or sum) of each window. */
export function writeMaxPool(writing: FixedWriting, layer: FixedMaxPool): Place {
  const { draft, places } = writing;
  const [from, to] = [sizeAt(writing, layer.input), sizeAt(writing, layer.output)];
  const differential = layer.coding === 'differential';
  draft.begin(layer.name, `max pooling, ${layer.coding} coding`);
  const intake = intakeOf(draft, layer.intake, from);
  const [received, last] = [stateOf(writing, layer, 'in', from), stateOf(writing, layer, 'last', to)];
  if (differential) startAtConstant(writing, received, intake, from);
  const { before, text: change } = changeOf(writing, layer.intake.parts, differential);
  const loop = overEntries(draft, from, [...intake.tables, intake.constant]);
  const kernel = draft.kernel('whole_largest_of_windows');
  const [x, y] = [places[layer.input]!, draft.buffer(to)];
  draft.call({
    reads: [x],
    about: 'estimates, or sums, of the input',
    code: (at) => [
      `const int32_t *const x = ${at(x)};`,
      pointer('received', received),
      ...before,
      ...loop((i, numbers) => {
        const d = intake.d(i, numbers);
        return [`received[${i}] += ${differential ? change(d) : `${d} + ${numbers.at(-1)!}`};`];
      }),
    ],
  });
  draft.call({
    reads: [],
    writes: y,
    about: 'the change of the largest of each window',
    code: (at) => [
      `static const windows c = ${structure(windowFields(layer.windows))};`,
      `int32_t *const y = ${at(y)};`,
      pointer('last', last),
      ...(differential ? [COUNT] : []),
      `${kernel}(&c, ${keptAddress(received)}, y, ${layer.channels});`,
      ...plainLoop(to, (i) => [
        `const int32_t most = y[${i}];`,
        `y[${i}] = ${differential ? 'count * ' : ''}(most - last[${i}]);`,
        `last[${i}] = most;`,
      ]),
    ],
  });
  return y;
}

/** A transcoder sends parts of a unit. */
export function writeTranscoder(writing: FixedWriting, layer: FixedTranscoder): Place {
  const { draft, places } = writing;
  const size = sizeAt(writing, layer.output);
  const { parts } = layer.intake;
  const fromRate = layer.from === 'rate';
  draft.begin(layer.name, `transcoder from ${layer.from} coding`);
  const intake = intakeOf(draft, layer.intake, size);
  const received = stateOf(writing, layer, 'in', size);
  if (!fromRate) startAtConstant(writing, received, intake, size);
  const { before, text: change } = changeOf(writing, parts, !fromRate);
  if (fromRate) draft.kernel('whole_quotient');
  const loop = overEntries(draft, size, [...intake.tables, intake.constant]);
  const [x, y] = [places[layer.input]!, draft.buffer(size)];
  draft.call({
    reads: [x],
    writes: y,
    ...(x.kind === 'buffer' ? { replaces: x } : {}),
    about: `transcoder from ${layer.from} coding`,
    code: (at) => [
      `const int32_t *const x = ${at(x)};`,
      `int32_t *const y = ${at(y)};`,
      pointer('received', received),
      ...(fromRate ? ['const int32_t before = (int32_t)s->step;'] : before),
      ...loop((i, numbers) => [
        `const int32_t d = ${intake.d(i, numbers)};`,
        ...(fromRate
          ? [
              // The constant part leaves at the first step, and is in the mean of those before afterwards.
              `y[${i}] = d * ${parts} + (before == 0 ? ${numbers.at(-1)!} : -whole_quotient((int64_t)received[${i}] * ${parts}, before));`,
              `received[${i}] += d;`,
            ]
          : [`y[${i}] = d * ${parts} + received[${i}];`, `received[${i}] += ${change('d')};`]),
      ]),
    ],
  });
  return y;
}
