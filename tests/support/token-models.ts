/** Networks that arrange tokens in unusual ways, as PyTorch's exporter writes them at operator set 17: windows, channels last, mixing. */
import type { GraphWriter } from './graph-writer.ts';
import { ACTIVATIONS, conv, LAYER_NORMS, type Layer, linear } from './layers.ts';
import { floats, ints } from './onnx-graph.ts';

const END = 2 ** 31 - 1;

/** Size `index` of a shape, as an entry of another. */
const sizeAt = (w: GraphWriter, shape: string, index: number): string =>
  w.unsqueeze(w.node('Gather', [shape, ints(index)], { axis: 0n }), [0]);

const shapeOf = (w: GraphWriter, ...entries: readonly (string | number)[]): string =>
  w.node(
    'Concat',
    entries.map((entry) => (typeof entry === 'number' ? ints([entry]) : entry)),
    { axis: 0n },
  );

const norm =
  (width: number): Layer =>
  (w, x) =>
    w.node('LayerNormalization', [x, w.weight([width], 0.1, 1), w.weight([width], 0.1)], { axis: -1n, epsilon: 1e-5 });

const gelu: Layer = (w, x) => ACTIVATIONS['GELU by erf, PyTorch']!.layer(w, x);

/** `torch.roll` by −k along an axis. */
const rolled = (w: GraphWriter, x: string, axis: number, k: number): string =>
  w.node('Concat', [w.slice(x, axis, k, END), w.slice(x, axis, 0, k)], { axis: BigInt(axis) });

/** Attention inside windows of 4 tokens, with a bias of positions and a mask of shifted windows; windows lie in the batch. */
const windowAttention: Layer = (w, x) => {
  const windows = sizeAt(w, w.node('Shape', [x]), 0);
  const qkv = w.transpose(w.node('Reshape', [linear(8, 24)(w, x), shapeOf(w, windows, 4, 3, 2, 4)]), 2, 0, 3, 1, 4);
  const [q, k, v] = [0, 1, 2].map((index) => w.node('Gather', [qkv, ints(index)], { axis: 0n })) as [string, string, string];
  const scores = w.node('MatMul', [w.node('Mul', [q, 0.5]), w.transpose(k, 0, 1, 3, 2)]);
  const placed = w.node('Add', [scores, w.weight([1, 2, 4, 4], 0.1)]);
  const images = w.node('Div', [windows, ints([4])]);
  const opened = w.node('Reshape', [placed, shapeOf(w, images, 4, 2, 4, 4)]);
  const masked = w.reshape(w.node('Add', [opened, w.weight([1, 4, 1, 4, 4], 1)]), -1, 2, 4, 4);
  const mixed = w.node('MatMul', [w.node('Softmax', [masked], { axis: -1n }), v]);
  return linear(8, 8)(w, w.node('Reshape', [w.transpose(mixed, 0, 2, 1, 3), shapeOf(w, windows, 4, 8)]));
};

/** A block of Swin with shifted windows of 2 × 2, and the merging of patches after it. `[batch, 3, 4, 4]` to `[batch, 3]`. */
export const swin: Layer = (w, image) => {
  const x = w.transpose(conv(3, 8, { kernel: 1 })(w, image), 0, 2, 3, 1);
  const shifted = rolled(w, rolled(w, norm(8)(w, x), 1, 1), 2, 1);
  const batch = sizeAt(w, w.node('Shape', [shifted]), 0);
  const parted = w.transpose(w.node('Reshape', [shifted, shapeOf(w, batch, 2, 2, 2, 2, 8)]), 0, 1, 3, 2, 4, 5);
  const attended = windowAttention(w, w.reshape(w.reshape(parted, -1, 2, 2, 8), -1, 4, 8));
  const windows = w.reshape(attended, -1, 2, 2, 8);
  // int(windows.shape[0] / 4), which goes through a float.
  const count = w.node('Cast', [sizeAt(w, w.node('Shape', [windows]), 0)], { to: 1n });
  const images = w.node('Cast', [w.node('Div', [count, floats([1], [4])])], { to: 7n });
  const joined = w.transpose(w.node('Reshape', [windows, shapeOf(w, images, 2, 2, 2, 2, -1)]), 0, 1, 3, 2, 4, 5);
  const back = rolled(w, rolled(w, w.node('Reshape', [joined, shapeOf(w, images, 4, 4, -1)]), 1, 3), 2, 3);
  const sum = w.node('Add', [x, back]);
  const every = (axis: number, start: number, value: string) =>
    w.node('Slice', [value, ints([start]), ints([END]), ints([axis]), ints([2])]);
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].map(([row, column]) => every(2, column!, every(1, row!, sum)));
  const merged = w.node('Reshape', [w.node('Concat', corners, { axis: -1n }), shapeOf(w, batch, -1, 32)]);
  const tokens = linear(32, 6)(w, norm(32)(w, merged));
  return linear(6, 3)(w, w.reduce('ReduceMean', tokens, [1], false));
};

const pooled: Layer = (w, x) => linear(8, 3)(w, w.node('Flatten', [w.node('GlobalAveragePool', [x])], { axis: 1n }));

/** A block of ConvNeXt: normalisation over channels, once with channels first, once with channels last. */
export const convNext: Layer = (w, image) => {
  const x = conv(3, 8, { kernel: 1 })(w, image);
  const d = w.node('Sub', [x, w.reduce('ReduceMean', x, [1])]);
  const variance = w.reduce('ReduceMean', w.node('Pow', [d, 2]), [1]);
  const normal = w.node('Div', [d, w.node('Sqrt', [w.node('Add', [variance, 1e-6])])]);
  const first = w.node('Add', [w.node('Mul', [w.weight([8, 1, 1], 0.1, 1), normal]), w.weight([8, 1, 1], 0.1)]);
  const last = w.transpose(conv(8, 8, { group: 8 })(w, first), 0, 2, 3, 1);
  const layers = [LAYER_NORMS['PyTorch, a power and a division']!(8), linear(8, 16), gelu, linear(16, 8)];
  const scaled = w.node('Mul', [w.weight([8], 0.3), layers.reduce((value, layer) => layer(w, value), last)]);
  return pooled(w, w.node('Add', [first, w.transpose(scaled, 0, 3, 1, 2)]));
};

/** A block of MLP-Mixer that mixes tokens: a linear layer on the transposed sequence. */
export const mixer: Layer = (w, image) => {
  const x = conv(3, 8, { kernel: 1 })(w, image);
  const shape = w.node('Concat', [w.slice(w.node('Shape', [x]), 0, 0, 2), ints([-1])], { axis: 0n });
  const tokens = w.transpose(w.node('Reshape', [x, shape]), 0, 2, 1);
  const layers = [linear(16, 8), gelu, linear(8, 16)];
  const mixed = layers.reduce((value, layer) => layer(w, value), w.transpose(norm(8)(w, tokens), 0, 2, 1));
  const sum = w.node('Add', [tokens, w.transpose(mixed, 0, 2, 1)]);
  return linear(8, 3)(w, w.reduce('ReduceMean', sum, [1], false));
};
