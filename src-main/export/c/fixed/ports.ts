/** The network's input in whole numbers, and the answers as floats (docs/fixed-point.md). */
import type { FixedOutput } from '../../../../src-shared/fixed/index.ts';
import { keptAddress } from '../draft.ts';
import { doubleLiteral, indented } from '../literals.ts';
import { plainLoop } from '../loops.ts';
import { startAtConstant } from './units.ts';
import { changeOf, COUNT, type FixedWriting, intakeOf, overEntries, sizeAt } from './writing.ts';

/** Writes the function that takes in the argument `in` of `NAME_step`. */
export function writeInput(writing: FixedWriting, name: string): void {
  const { draft, network, places } = writing;
  const { value, unit, most, time } = network.input;
  const size = sizeAt(writing, value);
  draft.begin(`input ${name}`, "the network's input as whole numbers", 'in');
  const kernel = draft.kernel('whole_quantised');
  const x = draft.buffer(size);
  draft.call({
    reads: [],
    writes: x,
    about: 'what enters at this step',
    code: (at) => {
      const loop = plainLoop(size, (i) => [`x[${i}] = ${kernel}(in[${i}], ${doubleLiteral(unit)}, ${most});`]);
      return [
        `int32_t *const x = ${at(x)};`,
        ...(time === 'once' ? [`if (s->step > 0) memset(x, 0, ${size} * sizeof *x);`, 'else', ...indented(loop)] : loop),
      ];
    },
  });
  places[value] = x;
}

/** Writes the functions that give the answers so far: the estimate of an output, or the mean of its sum. */
export function writeOutputs(writing: FixedWriting): void {
  let at = 0;
  writing.network.outputs.forEach((output, index) => {
    writeOutput(writing, output, index, at);
    at += sizeAt(writing, output.value);
  });
}

function writeOutput(writing: FixedWriting, output: FixedOutput, index: number, offset: number): void {
  const { draft, places, kept } = writing;
  const size = sizeAt(writing, output.value);
  const differential = output.coding === 'differential';
  const { parts } = output.intake;
  const { from } = output;
  draft.begin(`output ${output.name}`, `the answer so far, ${output.coding} coding`, 'out');
  const intake = intakeOf(draft, output.intake, size);
  const estimate = draft.state(size);
  kept.push({
    layer: `output ${output.name}`,
    unit: { kind: 'output', index },
    state: 'estimate',
    offset: estimate.offset,
    size,
  });
  const held = from > 1 ? draft.state(size) : undefined;
  if (held)
    kept.push({ layer: `output ${output.name}`, unit: { kind: 'output', index }, state: 'before', offset: held.offset, size });
  if (differential) startAtConstant(writing, estimate, intake, size);
  const { before, text: change } = changeOf(writing, parts, differential);
  const loop = overEntries(draft, size, [...intake.tables, intake.constant]);
  const y = places[output.value]!;
  const mean = held ? delayedMean(output) : plainMean(differential, parts);
  draft.call({
    reads: [y],
    about: 'the answer so far',
    code: (address) => [
      `const int32_t *const x = ${address(y)};`,
      `int32_t *const e = ${keptAddress(estimate)};`,
      `float *const answer = out + ${offset};`,
      ...(held ? [`int32_t *const held = ${keptAddress(held)};`] : []),
      ...(differential ? before : [COUNT]),
      ...mean.before,
      ...loop((i, numbers) => {
        const d = intake.d(i, numbers);
        return [
          `e[${i}] += ${differential ? change(d) : `${d} + ${numbers.at(-1)!}`};`,
          `answer[${i}] = (float)(${mean.sum(i)} * ${doubleLiteral(output.unit)} / ${mean.divisor});`,
        ];
      }),
      ...(held ? [`if (s->step == ${from - 2}) memcpy(held, e, ${size} * sizeof *e);`] : []),
    ],
  });
}

/** The answer as the sum of an entry and its divisor, with the statements in front of the loop. */
interface Mean {
  readonly before: readonly string[];
  readonly sum: (i: string) => string;
  readonly divisor: string;
}

/** The mean of all steps: the estimate, or the sum divided by the steps so far. */
const plainMean = (differential: boolean, parts: number): Mean => ({
  before: [],
  sum: (i) => `(double)e[${i}]`,
  divisor: differential ? `${parts}.0` : `((double)count * ${parts}.0)`,
});

/** The mean from step k on (`meanOfOutput` of the simulator): sums of whole numbers are exact in doubles. */
function delayedMean({ coding, from, intake: { parts } }: FixedOutput): Mean {
  const differential = coding === 'differential';
  const [now, then] = differential ? ['count', `${from - 1}.0`] : ['1.0', '1.0'];
  const early = differential ? `${parts}.0` : `(double)count * ${parts}.0`;
  return {
    before: [
      `const int late = count >= ${from};`,
      `const double now = ${differential ? `late ? ${now} : 1.0` : now}, then = late ? ${then} : 0.0;`,
      `const double divisor = late ? (double)(count - ${from - 1}) * ${parts}.0 : ${early};`,
    ],
    sum: (i) => `((double)e[${i}] * now - (double)held[${i}] * then)`,
    divisor: 'divisor',
  };
}
