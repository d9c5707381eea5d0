/** Pairs that matrix products count on the device: batches on any axis, matrices that broadcast, an operand on both sides. */
import { expect, it } from 'vitest';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { startBranches } from '../../../tests/differential/branches.ts';
import { converted, samplesFor } from '../../../tests/differential/run-case.ts';
import { convolution, relu } from '../../../tests/differential/stage-kinds.ts';
import { noAdapter, testedGpuEngine } from '../../../tests/support/gpu-adapter.ts';
import { referenceEngine } from '../reference/index.ts';

const BATCH = 3;
const STEPS = 5;
const CHANNELS = 4;

function products() {
  const b = startBranches([3, 5, 5], 71);
  const spikes = (channels = CHANNELS): ValueId => relu(b, convolution(b, b.input, channels));
  const behind = (value: ValueId): ValueId => b.emit('Transpose', [value], { perm: [1, 0, 2, 3] });
  b.at('first axis');
  b.output('first axis', b.emit('MatMul', [spikes(), spikes()]));
  b.at('second axis');
  b.output('second axis', behind(b.emit('MatMul', [behind(spikes()), behind(spikes())])));
  b.at('one operand');
  const one = spikes();
  b.output('one operand', b.emit('MatMul', [one, one]));
  b.at('broadcast');
  b.output('broadcast', b.emit('MatMul', [spikes(1), spikes()]));
  return b.network();
}

it.skipIf(noAdapter !== null).each(['rate', 'differential'] as const)('are those of the reference engine: %s', async (coding) => {
  const network = products();
  const setting = { coding, batch: BATCH, threads: 1, steps: STEPS, turn: 0 };
  const samples = samplesFor(network, BATCH, 5);
  const { spiking } = converted({ name: 'products', network, setting }, samples);
  expect(spiking.counted.filter(({ kind }) => kind === 'product')).toHaveLength(4);
  const [ours, reference] = await Promise.all(
    [testedGpuEngine, referenceEngine].map(async (engine) => {
      await using session = await engine.prepare(spiking);
      return (await session.run(samples, BATCH, { steps: STEPS })).counted;
    }),
  );
  for (const [name, { operations }] of reference!) {
    const own = ours!.get(name)!.operations;
    // Ties may go the other way in 32 bits; the first step has none.
    expect(own[0], name).toBe(operations[0]);
    operations.forEach((count, t) => expect(Math.abs(own[t]! - count) / count, `${name}, step ${t}`).toBeLessThanOrEqual(0.02));
  }
});
