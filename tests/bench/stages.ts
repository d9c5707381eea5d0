/**
 * Where the time of the cpu engine goes: `node tests/bench/stages.ts NETWORK [STEPS] [THRESHOLDS]` runs one tile of an example network on one core,
 * operation by operation, the float network in turn, and prints the least and the median time of each in ms. On a busy machine the least
 * times add up to what a quiet one would take.
 */
import { emptyCounts } from '../../src-shared/engine/index.ts';
import { floatGraph } from '../../src-shared/lowering/index.ts';
import { Tensor } from 'onnxruntime-node';
import { join } from 'node:path';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { blockedLayout } from '../../src-main/engines/cpu/program/block-size.ts';
import { compileProgram } from '../../src-main/engines/cpu/program/compile.ts';
import { inSharedMemory } from '../../src-main/engines/cpu/program/models.ts';
import { tileRanges, widestStage } from '../../src-main/engines/cpu/tiling.ts';
import { planArena } from '../../src-main/engines/cpu/worker/arena.ts';
import { createSessions, placeParameters, runOperation } from '../../src-main/engines/cpu/worker/executor.ts';
import { loadKernels } from '../../src-main/engines/cpu/worker/kernels.ts';
import { createSession } from '../../src-main/engines/cpu/worker/segment.ts';
import { addressOfSlot, type Tile } from '../../src-main/engines/cpu/worker/tile.ts';
import { createWorkspace, workspaceBytes } from '../../src-main/engines/cpu/worker/workspace.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { preprocessFor } from '../../src-main/services/model/model-preprocess.ts';
import { openCalibration } from '../../src-main/services/model/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import { atBatch } from '../../src-shared/tensor/index.ts';
import { CALIBRATION, EXAMPLES } from './spikeloom.ts';

const BATCH = 64;
const SHARE = BATCH / 2;
const ROUNDS = 30;
const [name = 'resnet20', stepsArgument = '8', thresholdsArgument = '8'] = process.argv.slice(2);
const steps = Number(stepsArgument);

await buildKernels();
const model = join(EXAMPLES, `${name}-cifar10.onnx`);
const placed = placeNeurons(importNetwork(await readModel(model)).network);
const choices = choicesOf(placed, planFromOptions({ steps, thresholds: Number(thresholdsArgument) }));
const { preprocess } = await preprocessFor(model, undefined);
const source = await openCalibration(CALIBRATION, placed, preprocess, {});
const data = Float32Array.from(await source.read(0, BATCH));
const { layers } = await calibrate(placed, choices, [{ data, samples: BATCH }], { steps, engine: cpuEngine });
const spiking = compile(placed, choices, new Map([...layers].map(([layer, { thresholds }]) => [layer, thresholds])));
const { network } = spiking;
const program = compileProgram(spiking, (await blockedLayout()).block);
const batch = tileRanges(BATCH, 2, widestStage(spiking) * steps)[0]!.samples;
/** What the float network is given: half a batch at once, as one of two cores gets it. */
const share = data.slice(0, (SHARE * data.length) / BATCH);
const samples = data.slice(0, (batch * data.length) / BATCH);

const memory = await loadKernels();
const addressOf = placeParameters(memory, program);
const sessions = await createSessions(program);
const arena = planArena(program, steps, batch, false);
const counts = emptyCounts(program.neurons.length, program.counted.length, steps);
const whole = inSharedMemory(
  floatGraph(
    spiking,
    network.outputs.map(({ value }) => value),
  ).graph,
);
const float = await createSession(whole);
const times = program.operations.map((): number[] => []);
const floatTimes: number[] = [];
const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await work();
  into.push(performance.now() - began);
};

for (let round = 0; round < ROUNDS; round++) {
  const workspace = createWorkspace(memory, memory.arena(workspaceBytes(steps) + arena.bytes), steps);
  const present = new Array<number>(program.slots.length).fill(0);
  const run = { program, memory, workspace, arena, steps, batch, present, rowSpikes: [], counts, addressOf };
  const tile: Tile = { ...run, activations: undefined };
  memory.floats(addressOfSlot(tile, program.input.slot), samples.length).set(samples);
  present[program.input.slot] = 1;
  for (const [index, operation] of program.operations.entries())
    await timed(times[index]!, () => runOperation(tile, operation, index, sessions[index]));
  const shape = atBatch(network.shapes.get(network.input.value)!, SHARE);
  await timed(floatTimes, () => float.run({ [whole.inputs[0]!]: new Tensor('float32', share, shape) }));
}

const sums = { least: 0, median: 0 };
const print = (label: string, least: number, middle: number, more = ''): void => {
  process.stdout.write(`${label.padEnd(16)} ${least.toFixed(3).padStart(9)} ${middle.toFixed(3).padStart(9)}  ${more}\n`);
};
process.stdout.write(
  `${name}, T = ${steps}, n = ${thresholdsArgument}, a tile of ${batch} samples; least and median of ${ROUNDS} rounds, ms\n`,
);
for (const [index, operation] of program.operations.entries()) {
  const [least, middle] = [Math.min(...times[index]!), median(times[index]!)];
  sums.least += least;
  sums.median += middle;
  if (operation.kind === 'neuron') {
    const neurons = batch * program.slots[operation.output.slot]!.inner;
    const shares = [...counts.spikes[operation.neuron]!].map((spikes) => ((100 * spikes) / neurons).toFixed(0));
    print(operation.kind, least, middle, `% fired: ${shares.join(' ')}`);
  } else print(operation.kind, least, middle, 'model' in operation ? operation.model.outputs[0] : '');
}
print('sum', sums.least, sums.median);
const scale = (steps * batch) / SHARE;
const bound = { least: scale * Math.min(...floatTimes), median: scale * median(floatTimes) };
print('T · float', bound.least, bound.median);
print('ratio', sums.least / bound.least, sums.median / bound.median);
process.exit(0);
