/** An engine behind messages behaves like the engine itself: the same bits, the same errors, and calls are cancelled at once. */
import { deserialize, serialize } from 'node:v8';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { attention, residual, samplesOf } from '../../tests/fixtures/small-networks.ts';
import { compileUniform, importModel } from '../../tests/support/spiking.ts';
import { SpikeloomError } from '../errors/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { type Engine, remoteEngine, serveEngine } from './index.ts';

await buildKernels();

interface Connected extends Disposable {
  readonly engine: Engine;
  readonly lose: (error: Error) => void;
}

/** Connects as threads and pages do: structured clones over a pair of ports. */
function overPorts(engine: Engine): Connected {
  const { port1, port2 } = new MessageChannel();
  const remote = remoteEngine(engine.id, (message) => port1.postMessage(message));
  const handle = serveEngine(engine, (answer) => port2.postMessage(answer));
  port1.on('message', remote.receive);
  port2.on('message', handle);
  return { engine: remote.engine, lose: remote.lose, [Symbol.dispose]: () => port1.close() };
}

/** Connects as processes do: serialised bytes, without shared memory. */
function overBytes(engine: Engine): Connected {
  const later = (deliver: () => void): void => void setImmediate(deliver);
  const remote = remoteEngine(engine.id, (message) => {
    const bytes = serialize(message);
    later(() => handle(deserialize(bytes)));
  });
  const handle = serveEngine(engine, (answer) => {
    const bytes = serialize(answer);
    later(() => remote.receive(deserialize(bytes)));
  });
  return { engine: remote.engine, lose: remote.lose, [Symbol.dispose]: () => {} };
}

const BATCH = 5;
const STEPS = 4;
const CASES = await Promise.all(
  [residual, attention].map(async (model) => ({
    spiking: compileUniform(placeNeurons(await importModel(model)), {}, 0.5),
    samples: samplesOf(model, BATCH, 3),
  })),
);
const [{ spiking, samples }, other] = CASES as [Case, Case];

interface Case {
  readonly spiking: SpikingNetwork;
  readonly samples: Float32Array;
}

/** All results of a session for one batch. */
async function allResults(engine: Engine, { spiking, samples: inputs }: Case) {
  const { value } = spiking.network.outputs[0]!;
  const shape = spiking.network.shapes.get(value)!.slice(1);
  const request = { shape, level: 'channel', percentiles: [99], of: 'value', bins: 10 } as const;
  const fractions: number[] = [];
  await using session = await engine.prepare(spiking, { threads: 2 });
  const record = { conversionError: true, ...(engine.id === 'reference' ? { values: [value] } : {}) };
  return {
    float: await session.float(inputs, BATCH),
    summaries: await session.summarise(inputs, BATCH, [{ value, request }]),
    run: await session.run(inputs, BATCH, { steps: STEPS, record, onProgress: (fraction) => fractions.push(fraction) }),
    notes: await session.notes(),
    progress: { last: fractions.at(-1), rises: fractions.every((fraction, i) => i === 0 || fraction > fractions[i - 1]!) },
  };
}

describe.each([
  ['ports', overPorts],
  ['bytes', overBytes],
])('over %s', (_, connect) => {
  it.each([referenceEngine, cpuEngine])('the $id engine gives the same, bit for bit', async (engine) => {
    using connected = connect(engine);
    for (const one of CASES) {
      const direct = await allResults(engine, one);
      expect(await allResults(connected.engine, one)).toStrictEqual(direct);
      expect(direct.progress).toEqual({ last: 1, rises: true });
    }
  });

  it('errors keep code, sentence and place, and bugs their message', async () => {
    const error = new SpikeloomError('model.batch', 'No batch.', { at: { node: 'n' } });
    using failing = connect({ id: 'cpu', prepare: () => Promise.reject(error) });
    await expect(failing.engine.prepare(spiking)).rejects.toMatchObject({
      code: 'model.batch',
      message: 'No batch.',
      at: { node: 'n' },
    });
    using wrong = connect({ id: 'cpu', prepare: () => Promise.reject(new RangeError('a bug')) });
    await expect(wrong.engine.prepare(spiking)).rejects.toSatisfy(
      (thrown) => thrown instanceof Error && !(thrown instanceof SpikeloomError) && thrown.message === 'a bug',
    );
  });

  it('a run is cancelled at once, and the engine hears of it', async () => {
    const controller = new AbortController();
    const heard = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    // Runs of this engine never end by themselves.
    const endless: Engine = {
      id: 'cpu',
      prepare: async (network) => ({
        ...(await referenceEngine.prepare(network)),
        run: (_inputs, _batch, { signal }) => {
          signal!.addEventListener('abort', () => heard.resolve());
          begun.resolve();
          return new Promise(() => {});
        },
      }),
    };
    using connected = connect(endless);
    await using session = await connected.engine.prepare(spiking);
    const run = session.run(samples, BATCH, { steps: STEPS, signal: controller.signal });
    await begun.promise;
    controller.abort(new SpikeloomError('cancelled', 'No more.'));
    await expect(run).rejects.toThrow('No more.');
    await heard.promise;
    await expect(session.float(samples, BATCH, { signal: controller.signal })).rejects.toThrow('No more.');
    // The session still works.
    expect(await session.float(samples, BATCH)).toHaveLength(spiking.network.outputs.length);
  });

  it('sessions are apart, and a closed one answers no more', async () => {
    using connected = connect(referenceEngine);
    const one = await connected.engine.prepare(spiking);
    await using second = await connected.engine.prepare(other.spiking);
    await one[Symbol.asyncDispose]();
    await expect(one.float(samples, BATCH)).rejects.toMatchObject({ code: 'engine.failed' });
    expect(await second.float(other.samples, BATCH)).toHaveLength(other.spiking.network.outputs.length);
  });

  it('what is under way ends with the other side, and closing then is no error', async () => {
    const begun = Promise.withResolvers<void>();
    const silent: Engine = {
      id: 'cpu',
      prepare: async (network) => ({
        ...(await referenceEngine.prepare(network)),
        notes: () => {
          begun.resolve();
          return new Promise(() => {});
        },
      }),
    };
    using connected = connect(silent);
    const session = await connected.engine.prepare(spiking);
    const notes = session.notes();
    await begun.promise;
    connected.lose(new SpikeloomError('engine.failed', 'The page is gone.'));
    await expect(notes).rejects.toThrow('The page is gone.');
    await expect(session.float(samples, BATCH)).rejects.toThrow('The page is gone.');
    await session[Symbol.asyncDispose]();
  });
});
