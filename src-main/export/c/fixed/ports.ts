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
  if (differential) startAtConstant(writing, estimate, intake, size);
  const { before, text: change } = changeOf(writing, parts, differential);
  const loop = overEntries(draft, size, [...intake.tables, intake.constant]);
  const y = places[output.value]!;
  const divisor = differential ? `${parts}.0` : `((double)count * ${parts}.0)`;
  draft.call({
    reads: [y],
    about: 'the answer so far',
    code: (address) => [
      `const int32_t *const x = ${address(y)};`,
      `int32_t *const e = ${keptAddress(estimate)};`,
      `float *const answer = out + ${offset};`,
      ...(differential ? before : [COUNT]),
      ...loop((i, numbers) => {
        const d = intake.d(i, numbers);
        return [
          `e[${i}] += ${differential ? change(d) : `${d} + ${numbers.at(-1)!}`};`,
          `answer[${i}] = (float)((double)e[${i}] * ${doubleLiteral(output.unit)} / ${divisor});`,
        ];
      }),
    ],
  });
}
