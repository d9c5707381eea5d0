/** Entry of a worker of the cpu engine: answers one request after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { Tensor } from 'onnxruntime-node';
import type { TileResult } from '../../../../src-shared/engine/collect.ts';
import { messageOf, SpikeloomError } from '../../../../src-shared/errors/index.ts';
import type { Summary } from '../../../../src-shared/statistics/index.ts';
import { atBatch, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { Program } from '../program/program.ts';
import { createExecutor, type Executor } from './executor.ts';
import { createFloatRunner } from './float.ts';
import type {
  CloseMessage,
  FamilyMessage,
  Job,
  ProgramMessage,
  Request,
  Response,
  VariantsRequest,
  WorkerInit,
} from './protocol.ts';
import { createSummariser } from './statistics.ts';
import { createVariantExecutor, type VariantExecutor } from './variants.ts';

const port = parentPort!;
const { input: inputShape } = workerData as WorkerInit;

/** Thrown inside of a tile whose job was cancelled. */
class Cancelled extends Error {}

function answer(response: Response, transfer: ArrayBuffer[] = []): void {
  port.postMessage(response, transfer);
}

const buffersOf = (arrays: readonly (Float32Array | Float64Array)[]): ArrayBuffer[] =>
  arrays.map((array) => array.buffer as ArrayBuffer);

/** The results of a finished tile. */
type Ran = Pick<Response & { kind: 'run' }, 'result' | 'recorded'>;

/** Answers a run, and gives its arrays away. */
function answerRun({ job, tile }: Request, { result, recorded }: Ran): void {
  const records = [...recorded.values()].flatMap(({ sent, activation }) => [sent, activation]);
  const arrays = [...result.logits, ...(result.float ?? []), ...records];
  answer({ kind: 'run', job: job.id, tile, result, recorded }, buffersOf(arrays));
}

/** The samples of a request, copied out of shared memory. */
function samplesOf({ job, first, samples }: Request): Float32Array {
  const size = sizeOf(atBatch(inputShape, 1));
  return job.inputs.slice(first * size, (first + samples) * size);
}

/** Runs a tile through a program and its variants, and says when each variant is done. */
function runVariants(executor: VariantExecutor, request: VariantsRequest, check: () => void): Promise<readonly TileResult[]> {
  const { job, samples, steps } = request;
  const inputs = { samples: samplesOf(request), batch: samples, steps, check };
  return executor.run(inputs, () => answer({ kind: 'variant-done', job: job.id }));
}

function serve(): void {
  const float = createFloatRunner(inputShape);
  const summarise = createSummariser();
  let program: Program | undefined;
  let executor: Promise<Executor> | undefined;
  let variants: Promise<VariantExecutor> | undefined;

  const check = (job: Job): void => {
    if (Atomics.load(job.cancelled, 0) !== 0) throw new Cancelled();
  };

  const run = async (request: Request & { kind: 'run' }): Promise<Ran> => {
    const samples = samplesOf(request);
    const floats = request.float && (await float.run(request.float.network, samples, request.samples));
    check(request.job);
    const pick = (index: number): Float32Array => (index < 0 ? samples : floats![index]!);
    executor ??= createExecutor(program!);
    const { result, recorded } = await (await executor).run({
      samples,
      batch: request.samples,
      steps: request.steps,
      ...(request.float ? { activations: request.float.activations.map(pick) } : {}),
      ...(request.record ? { record: request.record } : {}),
      check: () => check(request.job),
    });
    if (!request.float) return { result, recorded };
    return { result: { ...result, float: request.float.outputs.map((index) => pick(index).slice()) }, recorded };
  };

  const summaries = async (request: Request & { kind: 'summarise' }): Promise<Summary[]> => {
    const { network, samples, batch, taps } = request;
    const tapped = { model: network.model, session: await float.session(network) };
    return summarise(
      tapped,
      { input: new Tensor('float32', samplesOf(request), atBatch(inputShape, samples)), samples, batch },
      taps,
    );
  };

  const handle = async (request: Request): Promise<void> => {
    const { job, tile } = request;
    try {
      check(job);
      if (request.kind === 'float') {
        const outputs = (await float.run(request.network, samplesOf(request), request.samples)).map((values) => values.slice());
        answer({ kind: 'float', job: job.id, tile, outputs }, buffersOf(outputs));
      } else if (request.kind === 'summarise') {
        const found = await summaries(request);
        answer({ kind: 'summarise', job: job.id, tile, summaries: found }, buffersOf(found.map(({ largest }) => largest.values)));
      } else if (request.kind === 'variants') {
        const results = await runVariants(await variants!, request, () => check(job));
        answer({ kind: 'variants', job: job.id, tile, results }, buffersOf(results.flatMap(({ logits }) => logits)));
      } else {
        answerRun(request, await run(request));
      }
    } catch (error) {
      if (error instanceof Cancelled) answer({ kind: 'cancelled', job: job.id, tile });
      else {
        const code = error instanceof SpikeloomError ? error.code : 'engine.failed';
        answer({ kind: 'failed', job: job.id, tile, code, message: messageOf(error) });
      }
    }
  };

  let queue = Promise.resolve();
  port.on('message', (message: Request | ProgramMessage | FamilyMessage | CloseMessage) => {
    if (message.kind === 'program') program = message.program;
    else if (message.kind === 'family') {
      variants = createVariantExecutor(message.family);
      // The first tile that waits for it fails with its error.
      variants.catch(() => undefined);
    } else if (message.kind === 'close') queue = queue.then(() => port.close());
    else queue = queue.then(() => handle(message));
  });
}

serve();
