/** The engine of whole numbers: the same results for any number of threads and any batch, the float network of another engine, and cancelling. */
import { expect, it } from 'vitest';
import type { BatchResult, Engine } from '../../../src-shared/engine/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { compile } from '../../convert/index.ts';
import { referenceEngine } from '../reference/index.ts';
import { fixedEngine } from './index.ts';

const net = await loadGoldenNet('vgg-mt-differential');
const spiking = compile(net.placed, net.choices, goldenThresholds(net));
const STEPS = 4;
const SAMPLES = 6;
const SIZE = net.inputs.length / net.batch;
const inputs = net.inputs.subarray(0, SAMPLES * SIZE);

const engine = (inputRange = 4): Engine => fixedEngine({ float: referenceEngine, steps: STEPS, inputRange });

async function run(threads: number, batch: number, network: SpikingNetwork = spiking): Promise<BatchResult[]> {
  await using session = await engine().prepare(network, { threads });
  const parts: BatchResult[] = [];
  for (let from = 0; from < SAMPLES; from += batch)
    parts.push(await session.run(inputs.subarray(from * SIZE, (from + batch) * SIZE), batch, { steps: STEPS }));
  return parts;
}

/** Decoded outputs by sample and step, and all counts, of the parts of a batch together. */
function joined(parts: readonly BatchResult[]) {
  const sum = (rows: readonly Float64Array[]): number[] =>
    Array.from(rows[0]!, (_, t) => rows.reduce((all, row) => all + row[t]!, 0));
  const names = [...parts[0]!.counted.keys()];
  return {
    outputs: parts.flatMap(({ logits: [all] }) => {
      const batch = all!.length / STEPS / net.classes;
      const at = (t: number, sample: number) => (t * batch + sample) * net.classes;
      return Array.from({ length: batch }, (_, sample) =>
        Array.from({ length: STEPS }, (__, t) => [...all!.subarray(at(t, sample), at(t, sample) + net.classes)]),
      );
    }),
    operations: names.map((name) => sum(parts.map(({ counted }) => counted.get(name)!.operations))),
    spikes: [...parts[0]!.neurons.keys()].map((id) => sum(parts.map(({ neurons }) => neurons.get(id)!.spikes))),
  };
}

it('threads and batches change no bit', async () => {
  const whole = joined(await run(1, SAMPLES));
  expect(joined(await run(3, SAMPLES))).toEqual(whole);
  expect(joined(await run(2, 2))).toEqual(whole);
  expect(joined(await run(1, 1))).toEqual(whole);
});

it('the float network is that of the other engine', async () => {
  await using session = await engine().prepare(spiking, { threads: 1 });
  await using reference = await referenceEngine.prepare(spiking);
  expect(await session.float(inputs, SAMPLES)).toEqual(await reference.float(inputs, SAMPLES));
});

it('input values beyond the range are limited, and a note says how many', async () => {
  await using session = await engine(1).prepare(spiking, { threads: 1 });
  expect(await session.notes()).toEqual([]);
  await session.run(
    Float64Array.from(inputs, () => 1.5),
    SAMPLES,
    { steps: 1 },
  );
  expect((await session.notes()).map(onCommandLine)).toContain(
    '100 % of the input values were beyond ±1 and were limited to it.',
  );
});

it('a cancelled run ends with the reason of its signal, and the session can run again', async () => {
  await using session = await engine().prepare(spiking, { threads: 2 });
  const controller = new AbortController();
  const reason = new Error('enough');
  const running = session.run(inputs, SAMPLES, {
    steps: STEPS,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(running).rejects.toBe(reason);
  const again = await session.run(inputs, SAMPLES, { steps: STEPS });
  expect(joined([again])).toEqual(joined(await run(1, SAMPLES)));
});
