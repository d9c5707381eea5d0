/** A small network on an engine and on the reference engine, as part of the gpu engine's self-test: convolutions, a sum, pooling, a linear layer. */
import { compile, placeNeurons } from '../../convert/index.ts';
import { referenceEngine } from '../../engines/reference/index.ts';
import type { BatchResult, Engine } from '../../../src-shared/engine/index.ts';
import type { Attributes, Network, NetworkNode, OpName } from '../../../src-shared/network/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import { planFromOptions } from '../../../src-shared/plan/index.ts';
import { BATCH, type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';
import { calibrate } from '../../calibrate/index.ts';
import { choicesOf } from '../model/choices.ts';

export interface NetworkCheck {
  /** Of the outputs after the last step, relative. */
  readonly distance: number;
  /** Of all operations, relative. */
  readonly operations: number;
  readonly correct: boolean;
}

const STEPS = 8;
const SAMPLES = 4;
const IMAGE = [3, 8, 8];
const CHANNELS = 8;
const CLASSES = 10;
/** A tie that rounding decides otherwise moves a spike; a wrong result is far from these. */
const MOST_DISTANCE = 0.02;
const MOST_OPERATIONS = 1e-3;

/** Numbers from −1 to 1, the same every time. */
const numbers = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 2 * ((((i + 1) * 0.618033988749895 + seed * 0.414213562373095) * 97.31) % 1) - 1);

function smallNetwork(): Network {
  const nodes: NetworkNode[] = [];
  const constants = new Map<string, Tensor>();
  const shapes = new Map<string, Shape>([['image', [BATCH, ...IMAGE]]]);
  const weight = (shape: Shape): string => {
    const value = `w${constants.size}`;
    // Activations neither vanish nor grow.
    const scale = Math.sqrt(6 / Math.max(1, sizeOf(shape.slice(1))));
    constants.set(value, { shape, data: numbers(sizeOf(shape), constants.size + 1).map((one) => one * scale), dtype: 'float' });
    shapes.set(value, shape);
    return value;
  };
  const emit = (op: OpName, inputs: readonly string[], attributes: Attributes = {}): string => {
    const output = `${op}${nodes.length}`;
    nodes.push({ id: output, op, inputs, output, attributes, path: output, from: [] });
    const known = inputs.map((value) => constants.get(value));
    shapes.set(
      output,
      operatorOf(op).shape(
        inputs.map((value) => shapes.get(value)!),
        attributes,
        known,
      ),
    );
    return output;
  };
  const same = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: 1 };
  const convolution = (x: string): string => emit('Conv', [x, weight([CHANNELS, shapes.get(x)![1]!, 3, 3])], same);
  const first = emit('Relu', [convolution('image')]);
  const second = emit('Relu', [emit('Add', [convolution(emit('Relu', [convolution(first)])), first])]);
  const mean = emit('ReduceMean', [second], { axes: [2, 3], keepdims: 0 });
  const output = emit('MatMul', [mean, weight([CHANNELS, CLASSES])]);
  return {
    name: 'self-test',
    input: { name: 'image', value: 'image' },
    outputs: [{ name: 'classes', value: output }],
    nodes,
    constants,
    shapes,
  };
}

/** Throws what the engine throws. */
export async function checkNetwork(engine: Engine): Promise<NetworkCheck> {
  const placed = placeNeurons(smallNetwork());
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS, thresholds: 8 }));
  const data = numbers(SAMPLES * sizeOf(IMAGE), 99);
  const { layers } = await calibrate(placed, choices, [{ data, samples: SAMPLES }], { steps: STEPS, engine: referenceEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  const results = [];
  for (const one of [engine, referenceEngine]) {
    await using session = await one.prepare(spiking);
    results.push(await session.run(data, SAMPLES, { steps: STEPS }));
  }
  const [ours, reference] = results as [BatchResult, BatchResult];
  const last = ({ logits: [logits] }: BatchResult): Float64Array => logits!.subarray(-SAMPLES * CLASSES);
  const norm = Math.hypot(...last(reference));
  const distance = Math.hypot(...last(reference).map((value, i) => value - last(ours)[i]!)) / norm;
  const total = ({ counted }: BatchResult): number =>
    [...counted.values()].reduce((sum, { operations: perStep }) => sum + perStep.reduce((a, b) => a + b, 0), 0);
  const operations = Math.abs(total(ours) / total(reference) - 1);
  return { distance, operations, correct: distance <= MOST_DISTANCE && operations <= MOST_OPERATIONS };
}
