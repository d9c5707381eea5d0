/** The network's input as it enters at each step, and the decoded outputs (docs/algorithm.md §2). */
import { isLeaky, readoutFromOf } from '../../../src-shared/plan/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { keptAddress } from './draft.ts';
import { floatLiteral } from './literals.ts';
import { inOrder, plainLoop, walkOf } from './loops.ts';
import { type ProgramWriting, sentOf } from './writing.ts';

/** Writes the function that encodes the input `in` of `NAME_step`. */
export function encodeInput({ program: { spiking }, draft, values }: ProgramWriting): void {
  const { value, name } = spiking.network.input;
  const size = sizeOf(atBatch(spiking.network.shapes.get(value)!, 1));
  const tau = floatLiteral(spiking.tau);
  draft.begin(`input ${name}`, `the network's input, ${spiking.coding} coding`, 'in');
  const x = draft.buffer(size);
  draft.call({
    reads: [],
    writes: x,
    about: 'what enters at this step',
    code: (at) => {
      const y = `float *const x = ${at(x)};`;
      switch (spiking.coding) {
        case 'rate':
          return [y, `memcpy(x, in, ${size} * sizeof *x);`];
        case 'leaky-rate':
          return [
            y,
            `const float leak = powf(${tau}, (float)s->step);`,
            ...plainLoop(size, (i) => [`x[${i}] = in[${i}] * leak;`]),
          ];
        case 'differential':
        case 'differential-leaky':
          return [y, `if (s->step == 0) memcpy(x, in, ${size} * sizeof *x);`, `else memset(x, 0, ${size} * sizeof *x);`];
      }
    },
  });
  values.set(value, x);
}

/** Writes the functions that decode the outputs into `out` of `NAME_step`: the answer so far. */
export function writeOutputs(writing: ProgramWriting): void {
  const { program, draft } = writing;
  const { spiking } = program;
  const from = readoutFromOf(spiking);
  const read = from === 1 ? 'count' : 'read';
  let at = 0;
  program.outputs.forEach(({ value, coding }, index) => {
    const { name } = spiking.network.outputs[index]!;
    const sent = sentOf(writing, value);
    draft.begin(
      `output ${name}`,
      `decoded output, ${coding} coding; the answer is the mean of the steps ${from === 1 ? 'so far' : `from step ${from} on`}`,
      'out',
    );
    const leak = isLeaky(coding) ? `powf(${floatLiteral(1 / spiking.tau)}, (float)s->step)` : undefined;
    const differential = coding === 'differential' || coding === 'differential-leaky';
    const b = draft.table('constant', sent.constant ?? new Float64Array(sent.size));
    const walk = walkOf(draft, [inOrder(sent.size), b.positions]);
    const estimate = differential ? draft.state(sent.size) : undefined;
    const sum = draft.state(sent.size);
    if (estimate && !b.allZero) draft.reset(walk((i, bAt) => [`(${keptAddress(estimate)})[${i}] = ${b.text(bAt!)};`]));
    const offset = at;
    at += sent.size;
    draft.call({
      reads: [sent.place],
      about: 'decoding',
      code: (address) => [
        `const float *const y = ${address(sent.place)};`,
        ...(estimate ? [`float *const e = ${keptAddress(estimate)};`] : []),
        `float *const sum = ${keptAddress(sum)};`,
        `float *const answer = out + ${offset};`,
        'const float count = (float)(s->step + 1);',
        ...(from === 1
          ? []
          : [
              `const float read = (float)(s->step < ${from - 1} ? s->step + 1 : s->step - ${from - 2});`,
              `if (s->step == ${from - 1}) memset(sum, 0, ${sent.size} * sizeof *sum);`,
            ]),
        ...(leak ? [`const float leak = ${leak};`] : []),
        ...walk((i, bAt) => decoded(i!, b.text(bAt!), { leaky: leak !== undefined, differential, read })),
      ],
    });
  });
}

/** `read`: the number of steps in the mean that is the answer. */
function decoded(
  i: string,
  b: string,
  { leaky, differential, read }: { readonly leaky: boolean; readonly differential: boolean; readonly read: string },
): string[] {
  const whole = leaky ? `(y[${i}] + ${b}) * leak` : `y[${i}] + ${b}`;
  const lines = differential
    ? [
        `const float change = ${leaky ? `${whole} - ${b}` : `y[${i}]`};`,
        `const float value = e[${i}] + change;`,
        `e[${i}] += change / count;`,
      ]
    : [`const float value = ${whole};`];
  return [...lines, `sum[${i}] += value;`, `answer[${i}] = sum[${i}] / ${read};`];
}
