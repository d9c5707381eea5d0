/**
 * The initial potential of neurons. NIR has none, so the network's input gets one more channel, which is 1 at the first step and 0
 * afterwards, and every neuron layer gets an edge from it that adds its start, usually half of its threshold.
 */
import type { NirReader } from '../../../src-shared/export/index.ts';
import { type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';
import { INPUT, integer, integers, nirNode } from './graph.ts';
import { pointWindow, weightNode } from './weights.ts';
import type { Dense, Window } from './windows.ts';
import type { GraphWriter } from './writer.ts';

/** The node that gives a layer its start, `amount` in units of the threshold; undefined if no layer of NIR makes the input's positions as many as the layer's. */
export type AddStart = (layer: string, shape: Shape, amount: number) => string | undefined;

/** Adds the start of neuron layers. `input`: shape of a sample without the further channel. */
export function createStart(writer: GraphWriter, reader: NirReader, input: Shape): AddStart {
  const channels = (input[0] ?? 1) + 1;
  let single: string | undefined;

  /** A weight that reads only the last channel. */
  const lastChannel = (outputs: number, value: number, kernel: Shape): Dense => {
    const size = sizeOf(kernel);
    const data = new Float64Array(outputs * channels * size);
    for (let o = 0; o < outputs; o++) data[(o * channels + channels - 1) * size] = value;
    return { shape: [outputs, channels, ...kernel], data };
  };

  /** A vector with the single entry of the further channel. */
  const singleEntry = (): string => {
    if (single !== undefined) return single;
    const spatial = input.slice(1);
    const weight = lastChannel(
      1,
      1,
      spatial.map(() => 1),
    );
    const window = spatial.length === 0 ? undefined : pointWindow(spatial.length, spatial);
    single = writer.add('start', 'pick', weightNode({ weight, bias: undefined, spatial, window }, reader), [INPUT]);
    if (window) {
      const shape = [1, ...spatial.map(() => 1)];
      const start = reader.flatten === 'first' ? 0 : -shape.length;
      const fields = { input_type: integers(shape), start_dim: integer(start), end_dim: integer(-1) };
      single = writer.add('start', 'flatten', nirNode('Flatten', fields), [single]);
    }
    return single;
  };

  return (layer, shape, amount) => {
    const outputs = shape[0]!;
    if (shape.length === 1) {
      const weight = { shape: [outputs, 1], data: new Float64Array(outputs).fill(amount) };
      return writer.add(layer, 'start', weightNode({ weight, bias: undefined, spatial: [], window: undefined }, reader), [
        singleEntry(),
      ]);
    }
    const spatial = input.slice(1);
    const window = spatial.length === shape.length - 1 ? windowTo(spatial, shape.slice(1)) : undefined;
    if (!window) return undefined;
    const weight = lastChannel(
      outputs,
      amount,
      spatial.map(() => window.side),
    );
    return writer.add(layer, 'start', weightNode({ weight, bias: undefined, spatial, window }, reader), [INPUT]);
  };
}

/** A window whose first position stays inside, for as many windows as wanted: by its stride, or two positions far apart. */
function windowTo(from: Shape, to: Shape): (Window & { readonly side: number }) | undefined {
  const strides = from.map((size, axis) => {
    const wanted = to[axis]!;
    const stride = wanted === 1 ? size : Math.max(1, Math.ceil((size - 1) / wanted));
    return Math.floor((size - 1) / stride) + 1 === wanted ? stride : undefined;
  });
  if (strides.every((stride) => stride !== undefined)) return { ...pointWindow(from.length, strides), side: 1 };
  const dilations = from.map((size, axis) => size - to[axis]!);
  return dilations.every((gap) => gap > 0) ? { ...pointWindow(from.length), dilations, side: 2 } : undefined;
}
