/**
 * The float network on ONNX Runtime with a given number of cores, in the two ways there are: one session whose operators use all
 * cores, or one single-threaded session a core on its share of the batch. The bench compares with the faster one.
 */
import { once } from 'node:events';
import { sizeOf } from '../../../../src-shared/tensor/index.ts';
import { startThread } from '../../../runtime/start-thread.ts';
import { median } from './median.ts';
import { type FloatModel, openFloatSession, type Samples } from './float-session.ts';

/** What a worker of the bench is started with. */
export interface FloatShare {
  readonly model: FloatModel;
  readonly samples: Samples;
}

export interface FloatNetwork extends AsyncDisposable {
  /** How the cores are used, in words. */
  readonly name: string;
  /** Runs the batch once. */
  run(): Promise<unknown>;
}

/** The faster of both ways, by trial. */
export async function openFloatNetwork(model: FloatModel, samples: Samples, threads: number): Promise<FloatNetwork> {
  if (threads === 1 || samples.count < threads) return openTogether(model, samples, threads);
  const candidates = [await openTogether(model, samples, threads), await openApart(model, samples, threads)];
  const times: number[] = [];
  for (const candidate of candidates) times.push(await trialTime(candidate));
  const [faster, slower] = times[0]! <= times[1]! ? candidates : candidates.toReversed();
  await slower![Symbol.asyncDispose]();
  return faster!;
}

async function trialTime(network: FloatNetwork): Promise<number> {
  await network.run();
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const began = performance.now();
    await network.run();
    times.push(performance.now() - began);
  }
  return median(times);
}

async function openTogether(model: FloatModel, samples: Samples, threads: number): Promise<FloatNetwork> {
  const session = await openFloatSession(model, threads);
  return {
    name: threads === 1 ? 'one session, one thread' : `one session, ${threads} threads`,
    run: () => session.run(samples),
    [Symbol.asyncDispose]: () => session.release(),
  };
}

async function openApart(model: FloatModel, { data, count }: Samples, threads: number): Promise<FloatNetwork> {
  const size = sizeOf(model.sample);
  const workers = Array.from({ length: threads }, (_, index) => {
    const [from, to] = [Math.floor((index * count) / threads), Math.floor(((index + 1) * count) / threads)];
    const share: FloatShare = { model, samples: { data: data.slice(from * size, to * size), count: to - from } };
    return startThread(new URL('float-worker.ts', import.meta.url), share);
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const all = (message: 'run' | 'end', answer: 'message' | 'exit'): Promise<unknown> =>
    Promise.all(
      workers.map((worker) => {
        const answered = once(worker, answer);
        worker.postMessage(message);
        return answered;
      }),
    );
  return {
    name: `${threads} sessions on a share of the batch each, one thread each`,
    run: () => all('run', 'message'),
    [Symbol.asyncDispose]: async () => {
      await all('end', 'exit');
    },
  };
}
