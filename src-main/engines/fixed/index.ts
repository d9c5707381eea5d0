/**
 * Runs a spiking network in whole numbers behind the interface of engines (docs/fixed-point.md). The float network, and statistics of it, are
 * those of another engine. Results are the same for any number of threads and any batch, to the last bit.
 */
import { availableParallelism } from 'node:os';
import { createCollector, type Engine, type EngineSession, type RunOptions } from '../../../src-shared/engine/index.ts';
import { fixNetwork, type FixedNetwork, type FixedResult, type FixOptions } from '../../../src-shared/fixed/index.ts';
import { layoutsOf } from '../../../src-shared/lowering/index.ts';
import { layerNamed, type Message, say } from '../../../src-shared/message/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { TensorData } from '../../../src-shared/tensor/index.ts';
import { createFixedThreads, type FixedThreads } from './threads.ts';
import type { FixedRequest } from './worker.ts';

/** Options of the engine. `float`: the engine of the float network. */
export interface FixedEngineOptions extends FixOptions {
  readonly float: Engine;
}

/** An engine of whole numbers. It is prepared for at most `steps` steps. */
export const fixedEngine = ({ float, ...options }: FixedEngineOptions): Engine => ({
  id: float.id,
  async prepare(spiking, prepare = {}) {
    // A network without a form in whole numbers is refused before anything is started.
    const network = fixNetwork(spiking, options);
    const session = await float.prepare(spiking, prepare);
    return createSession(spiking, network, session, createFixedThreads(network, prepare.threads ?? availableParallelism()));
  },
});

function createSession(
  spiking: SpikingNetwork,
  network: FixedNetwork,
  float: EngineSession,
  threads: FixedThreads,
): EngineSession {
  const limited = new Float64Array(network.layers.length);
  let [saturated, samples] = [0, 0];
  return {
    float: (...request) => float.float(...request),
    summarise: (...request) => float.summarise(...request),
    async run(inputs, batch, options) {
      const layouts = layoutsOf(spiking);
      const outputs = spiking.network.outputs.map(({ value }) => layouts.get(value)!);
      const collector = createCollector(spiking, outputs, batch, options.steps, false);
      await runBatch(threads, inputs, batch, options, (result, first) => {
        collector.add(result, { first, samples: 1 });
        result.clamped.forEach((count, layer) => (limited[layer]! += count));
        saturated += result.saturated;
        samples++;
      });
      return collector.result();
    },
    notes: async () => [...(await float.notes()), ...limitNotes(network, limited, saturated, samples)],
    async [Symbol.asyncDispose]() {
      await threads.dispose();
      await float[Symbol.asyncDispose]();
    },
  };
}

/** Runs a batch sample by sample. */
async function runBatch(
  threads: FixedThreads,
  inputs: TensorData,
  batch: number,
  { steps, signal, onProgress }: RunOptions,
  onSample: (result: FixedResult, sample: number) => void,
): Promise<void> {
  const size = inputs.length / batch;
  const requests = Array.from(
    { length: batch },
    (_, sample): FixedRequest => ({
      inputs: Float64Array.from(inputs.subarray(sample * size, (sample + 1) * size)),
      samples: 1,
      steps,
    }),
  );
  let done = 0;
  await threads.work({
    requests,
    signal,
    onResult(result, sample) {
      onSample(result, sample);
      onProgress?.(++done / batch);
    },
  });
}

/** Notes on numbers that reached the limits of their width. */
function limitNotes(
  { layers, values, input }: FixedNetwork,
  limited: Float64Array,
  saturated: number,
  samples: number,
): Message[] {
  const share = (count: number, size: number): string => `${Number(((100 * count) / (size * samples)).toPrecision(2))} %`;
  const notes: Message[] = [];
  if (saturated > 0) {
    const size = values[input.value]!.size;
    notes.push(`${share(saturated, size)} of the input values were beyond ±${input.unit * input.most} and were limited to it.`);
  }
  layers.forEach(({ name, output }, layer) => {
    if (limited[layer] === 0) return;
    const part = share(limited[layer]!, values[output]!.size);
    notes.push(say`${layerNamed(name)}: inputs were limited to the width of its membrane potential, ${part} per inference.`);
  });
  return notes;
}
