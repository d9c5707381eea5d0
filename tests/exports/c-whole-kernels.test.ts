/** The arithmetic of generated C in whole numbers against that of the simulator, over the whole range of docs/fixed-point.md, compiled with sanitizers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { libraryOf } from '../../src-main/export/c/kernels/index.ts';
import { MOST, rescaled, roundDivide } from '../../src-shared/fixed/arithmetic.ts';
import { fireMultiSpike, fireMultiThreshold, fireOnce } from '../../src-shared/fixed/fire.ts';
import { largestPowers } from '../../src-shared/units/index.ts';
import { quantise } from '../../src-shared/fixed/simulate/simulator.ts';
import { COMPILERS, compileIn, missingCompiler, noCompiler, programFolder, SANITIZED, STRICT } from './support/c-compilers.ts';

const folder = programFolder();

/** Reads records of four numbers of 32 bits, and a float in place of the first for quantisation; writes a number for each. */
const PROGRAM = `#include <stdint.h>
#include <stdio.h>
#include <string.h>

${libraryOf(['whole_quantised', 'whole_scaled', 'whole_quotient', 'whole_fire_once', 'whole_fire_multi_threshold', 'whole_fire_multi_spike', 'whole_largest_powers']).join('\n\n')}

int main(int count, char **arguments) {
  int32_t in[4];
  while (count == 2 && fread(in, sizeof *in, 4, stdin) == 4) {
    int32_t out = 0;
    float x;
    memcpy(&x, in, sizeof x);
    switch (arguments[1][0]) {
      case 'q': out = whole_quantised(x, 0.0078125, in[1]); break;
      case 's': out = whole_scaled(in[0], in[1], in[2], in[3]); break;
      case 'd': out = whole_quotient((int64_t)in[0] * in[1], in[2]); break;
      case 'o': out = whole_fire_once(in[0], in[1], in[3]); break;
      case 't': out = whole_fire_multi_threshold(in[0], in[1], in[2], in[3]); break;
      case 'l': out = whole_largest_powers(in[0], 1 << 15, in[1]); break;
      case 'm': out = whole_fire_multi_spike(in[0], in[1], (1 << in[2]) - 1, in[3]); break;
    }
    if (fwrite(&out, sizeof out, 1, stdout) != 1) return 1;
  }
  return 0;
}
`;

const word = fc.oneof(
  fc.integer({ min: -MOST, max: MOST }),
  fc.integer({ min: -5000, max: 5000 }),
  fc.constantFrom(-MOST, -1, 0, 1, MOST),
);

/** Potentials on a threshold or beside it, and what may be taken back; all quanta that are sent fit into 32 bits. */
const fired = fc
  .record({
    quantum: fc.constantFrom(4, 16, 840 * 4, 4096),
    levels: fc.integer({ min: 1, max: 8 }),
    quarters: fc.integer({ min: -1100, max: 1100 }),
    beside: fc.integer({ min: -1, max: 1 }),
    credit: fc.oneof(
      fc.constant(MOST),
      fc.integer({ min: -3, max: 300 }).map((quanta) => quanta * 4096),
    ),
  })
  .map(({ quantum, levels, quarters, beside, credit }) => [(quarters * quantum) / 4 + beside, quantum, levels, credit]);

/** A signed neuron takes back without limit; C has the largest number for that. */
const limit = (credit: number): number => (credit === MOST ? Infinity : credit);

const clamp = (x: number, most: number): number => Math.max(-most, Math.min(most, x));

interface Operation {
  readonly records: fc.Arbitrary<number[]>;
  /** The records are floats first. */
  readonly float?: true;
  readonly expected: (record: readonly number[]) => number;
}

const float = fc.oneof(
  fc.float({ noNaN: false }),
  fc.integer({ min: -5000, max: 5000 }).map((halves) => halves / 256),
  fc.integer({ min: -5000, max: 5000 }).map((halves) => Math.fround((halves / 256) * (1 - 2 ** -24))),
);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  q: {
    float: true,
    records: fc.tuple(float, fc.constantFrom(1, 127, 2048)).map(([x, most]) => [x, most, 0, 0]),
    expected: ([x, most]) => {
      const to = new Int32Array(1);
      quantise([x!], to, 2 ** -7, most!);
      return to[0]!;
    },
  },
  s: {
    records: fc
      .tuple(
        word,
        fc.integer({ min: 0, max: 2 ** 16 }),
        fc.integer({ min: 0, max: 62 }),
        fc.oneof(fc.constant(MOST), fc.integer({ min: 0, max: MOST })),
      )
      .map((all) => [...all]),
    expected: ([x, multiplier, shift, most]) => clamp(rescaled(x!, multiplier!, 2 ** shift!), most!),
  },
  d: {
    records: fc
      .tuple(word, fc.integer({ min: 1, max: 64 }))
      .map(([n, d]) => [n, 840, d, 0])
      .filter(([n, f, d]) => Math.abs((n! * f!) / d!) < MOST),
    expected: ([n, factor, d]) => roundDivide(n! * factor!, d!),
  },
  o: { records: fired, expected: ([m, quantum, , credit]) => fireOnce(m!, quantum!, limit(credit!)) },
  t: { records: fired, expected: ([m, quantum, levels, credit]) => fireMultiThreshold(m!, quantum!, levels!, limit(credit!)) },
  l: {
    records: fc
      .tuple(fc.integer({ min: -65535, max: 65535 }), fc.integer({ min: 1, max: 16 }))
      .map(([x, most]) => [x, most, 0, 0]),
    expected: ([count, most]) => largestPowers(count!, most!),
  },
  m: { records: fired, expected: ([m, quantum, levels, credit]) => fireMultiSpike(m!, quantum!, levels!, limit(credit!)) },
};

describe.skipIf(noCompiler !== null)(
  `kernels in whole numbers${missingCompiler === null ? '' : ` (skipped: ${missingCompiler})`}`,
  () => {
    it.each(COMPILERS)('%s computes what the simulator does', (compiler) => {
      const place = join(folder, compiler);
      mkdirSync(place);
      const program = compileIn(place, compiler, new Map([['kernels.c', PROGRAM]]), [...STRICT, ...SANITIZED]);
      for (const [name, { records, float: isFloat, expected }] of Object.entries(OPERATIONS)) {
        const all = fc.sample(records, { numRuns: 5000, seed: 7 });
        const bytes = Int32Array.from(all.flat());
        if (isFloat) all.forEach(([x], i) => new Float32Array(bytes.buffer).fill(x!, 4 * i, 4 * i + 1));
        const { status, stdout, stderr } = spawnSync(program, [name], {
          input: new Uint8Array(bytes.buffer),
          maxBuffer: 1 << 24,
        });
        expect([status, stderr.toString()], name).toEqual([0, '']);
        const wrong = all.flatMap((record, i) => {
          const [ours, theirs] = [stdout.readInt32LE(4 * i), expected(record) + 0];
          return ours === theirs ? [] : [`${name}(${record.join(', ')}) = ${ours}, not ${theirs}`];
        });
        expect(wrong.slice(0, 3)).toEqual([]);
      }
    });
  },
);
