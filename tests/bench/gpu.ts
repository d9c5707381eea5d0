/**
 * The gpu engine against the cpu engine, and against T times the float network on the same adapter: images a second of the example networks, and
 * the shares of a run's time. Every row names its adapter: figures of one card say nothing of another, and those of a software adapter nothing at all.
 */
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { gpuEngine, listAdapters, openDevice, SOFTWARE } from '../../src-main/engines/gpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { preprocessFor } from '../../src-main/services/model/model-preprocess.ts';
import { openCalibration } from '../../src-main/services/model/samples.ts';
import type { EngineSession } from '../../src-shared/engine/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';
import { cancellingText, measureCancelling } from './gpu-cancel.ts';
import { profiledEngine } from './gpu-shares.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, example, runFile } from './spikeloom.ts';

const STEPS = 8;
const THRESHOLDS = 8;
const ROUNDS = 5;
/** A software adapter takes minutes for what a card takes a second for. */
const SOFTWARE_ROUNDS = 1;
const NETWORKS = ['resnet20', 'vit-small'];
/** Of a graphics card. */
const AIM = 1.5;
const BATCHES = [32, 128, 512];
const SOFTWARE_BATCHES = [4];
/** Points of a run at which it is cancelled. */
const POINTS = 10;
const SOFTWARE_POINTS = 2;

const print = (text: string): void => void process.stdout.write(text);

/** Median milliseconds of each piece of work, measured in turn; the first round warms up. */
async function inTurn(rounds: number, works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, work] of works.entries()) {
      const began = performance.now();
      await work();
      if (round > 0) times[index]!.push(performance.now() - began);
    }
  }
  return times.map(median);
}

/** What is measured with batches of one size. */
interface Row {
  readonly ratio: number;
  readonly detail: string;
}

/** Prints a row for each batch size, as JSON. */
async function measure(model: string, adapter: string | undefined, batches: readonly number[]): Promise<void> {
  const placed = placeNeurons(importNetwork(await readModel(model)).network);
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS, thresholds: THRESHOLDS }));
  const { preprocess } = await preprocessFor(model, undefined);
  const source = await openCalibration(CALIBRATION, placed, preprocess, {});
  const most = Math.min(source.count, Math.max(...batches));
  const data = await source.read(0, most);
  const { layers } = await calibrate(placed, choices, [{ data, samples: most }], { steps: STEPS, engine: cpuEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  await using gpu = await gpuEngine(adapter).prepare(spiking);
  const profiled = profiledEngine(adapter);
  await using shared = await profiled.engine.prepare(spiking);
  await using cpu = await cpuEngine.prepare(spiking);
  for (const batch of batches) {
    const size = data.length / most;
    const inputs = Float32Array.from({ length: batch * size }, (_, i) => data[i % data.length]!);
    const run = (session: EngineSession, samples: TensorData) => () => session.run(samples, batch, { steps: STEPS });
    const rounds = adapter === SOFTWARE ? SOFTWARE_ROUNDS : ROUNDS;
    const [ours, theirs, float] = await inTurn(rounds, [run(gpu, inputs), run(cpu, inputs), () => gpu.float(inputs, batch)]);
    const images = (milliseconds: number): string => ((1000 * batch) / milliseconds).toPrecision(3);
    // The first run compiles.
    await run(shared, inputs)();
    const shares = Object.entries(await profiled.sharesOf(run(shared, inputs)));
    const parts = shares.map(([part, share]) => `${part} ${(100 * share).toFixed(0)} %`).join(', ');
    const detail = `gpu ${images(ours!)}, cpu ${images(theirs!)} images/s, ${parts} of the time`;
    const row: Row = { ratio: ours! / (STEPS * float!), detail };
    print(`${JSON.stringify(row)}\n`);
  }
}

export async function gpuTable(record: Recorder): Promise<void> {
  const found = await openDevice().catch((error: unknown) => onCommandLine(messageOf(error)));
  const software = (await listAdapters()).length > 0;
  if (typeof found === 'string' && !software) {
    print(`\nThe gpu engine is not measured: ${found}\n`);
    return;
  }
  const { facts, device } = typeof found === 'string' ? await openDevice(SOFTWARE) : found;
  device.destroy();
  const batches = facts.software ? SOFTWARE_BATCHES : BATCHES;
  const adapter = `${facts.software ? 'SOFTWARE RENDERER ' : ''}${facts.name} through ${facts.backend}`;
  for (const name of NETWORKS) {
    const { model } = example(name, STEPS, batches[0]!);
    const rows = await runFile('tests/bench/gpu.ts', [model, facts.software ? SOFTWARE : '', ...batches.map(String)]);
    const measured = rows
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    record({
      table: 'gpu',
      workload: `${name}, T = ${STEPS}, B = ${batches.join(' / ')}, on ${adapter}`,
      ...(facts.software ? {} : { aim: AIM }),
      values: measured.map(({ ratio }) => ratio),
      detail: measured.map(({ detail }) => detail).join('; '),
    });
  }
  const work = {
    model: example('resnet20', STEPS, 1).model,
    samples: CALIBRATION,
    adapter: facts.software ? SOFTWARE : undefined,
  };
  const cancelled = await measureCancelling(work, facts.software ? SOFTWARE_POINTS : POINTS);
  print(`\nresnet20 on ${adapter}: ${cancellingText(cancelled)}\n`);
}

if (import.meta.main) {
  const [model = '', adapter, ...batches] = process.argv.slice(2);
  await measure(model, adapter === '' ? undefined : adapter, batches.map(Number));
  // The device's threads keep a process alive.
  process.exit();
}
