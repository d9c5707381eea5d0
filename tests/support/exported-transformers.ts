/** Transformers as whole files of one exporter each. Random weights. */
import { EXPORTERS, type ExporterName, graphWriter } from './graph-writer.ts';
import { ACTIVATIONS, chain, gemm, LAYER_NORMS, type Layer, linear, rmsNorm } from './layers.ts';
import { floats, ints, type TestModel } from './onnx-graph.ts';
import { ATTENTIONS, einsumAttention } from './token-layers.ts';

export interface ExportedModel {
  readonly exporter: ExporterName;
  readonly model: TestModel;
  /** Canonical operators that each type of the file's nodes becomes, where that says something. */
  readonly becomes: Readonly<Record<string, readonly string[]>>;
}

const TOKENS = { tokens: 5, width: 8, heads: 2 };

/** Patches, class token, two blocks, answer from the class token. */
function transformer(
  exporter: ExporterName,
  parts: { norm: Layer; attention: Layer; activation: Layer },
  becomes: ExportedModel['becomes'],
): ExportedModel {
  const w = graphWriter(EXPORTERS[exporter]);
  const { tokens, width } = TOKENS;
  w.module('patch_embed');
  const patches = w.node('Conv', ['input', w.weight([width, 3, 4, 4], 0.15), w.weight([width], 0.1)], {
    kernel_shape: [4n, 4n],
    strides: [4n, 4n],
  });
  const flat = w.transpose(w.reshape(patches, 0, width, -1), 0, 2, 1);
  w.module('');
  const size = w.node('Gather', [w.node('Shape', [flat]), ints(0)], { axis: 0n });
  const target = w.node('Concat', [w.unsqueeze(size, [0]), ints([-1]), ints([-1])], { axis: 0n });
  const cls = w.node('Expand', [
    w.weight([1, 1, width], 0.2),
    w.node('Where', [w.node('Equal', [target, ints([-1])]), ints([1]), target]),
  ]);
  let x = w.node('Add', [w.node('Concat', [cls, flat], { axis: 1n }), w.weight([1, tokens, width], 0.3)]);
  for (const block of [0, 1]) {
    w.module(`blocks.${block}/attn`);
    x = w.node('Add', [x, chain(parts.norm, parts.attention)(w, x)]);
    w.module(`blocks.${block}/mlp`);
    x = w.node('Add', [x, chain(parts.norm, linear(width, 12), parts.activation, linear(12, width))(w, x)]);
  }
  w.module('head');
  const token = w.node('Gather', [parts.norm(w, x), ints(0)], { axis: 1n });
  return { exporter, model: w.model([gemm(width, 4)(w, token)], { name: 'input', shape: ['batch', 3, 8, 8] }), becomes };
}

export const torchTransformer = (): ExportedModel =>
  transformer(
    'torch13',
    {
      norm: LAYER_NORMS['PyTorch, a power and a division']!(8),
      attention: ATTENTIONS['one qkv layer, taken apart by Gather']!(TOKENS),
      activation: ACTIVATIONS['GELU by erf, PyTorch']!.layer,
    },
    { Erf: ['Gelu'], Sqrt: ['LayerNormalization'], Softmax: ['Softmax'], Pow: ['LayerNormalization'] },
  );

export const dynamoTransformer = (): ExportedModel =>
  transformer(
    'dynamo20',
    {
      norm: LAYER_NORMS['one operator']!(8),
      attention: dynamoAttention,
      activation: (w, x) => w.node('Gelu', [x], { approximate: 'tanh' }),
    },
    { Gelu: ['Gelu'], LayerNormalization: ['LayerNormalization'] },
  );

/** scaled_dot_product_attention as onnxscript writes it: keys transposed as a stack of matrices, the scale on both operands. */
const dynamoAttention: Layer = (w, x) => {
  const { tokens, width, heads } = TOKENS;
  const size = width / heads;
  const part = () => w.transpose(w.reshape(linear(width, width)(w, x), -1, tokens, heads, size), 0, 2, 1, 3);
  const [q, k, v] = [part(), part(), part()];
  const shape = w.node('Shape', [k]);
  const [most, last, before] = [
    w.slice(shape, 0, 0, -2),
    w.slice(shape, 0, -1, Number.MAX_SAFE_INTEGER),
    w.slice(shape, 0, -2, -1),
  ];
  const stack = w.node('Reshape', [k, w.node('Concat', [ints([-1]), before, last], { axis: 0n })]);
  const keys = w.node('Reshape', [w.transpose(stack, 0, 2, 1), w.node('Concat', [most, last, before], { axis: 0n })]);
  const scale = floats([1], [size ** -0.25]);
  const scores = w.node('MatMul', [w.node('Mul', [q, scale]), w.node('Mul', [keys, scale])]);
  const mixed = w.transpose(w.node('MatMul', [w.node('Softmax', [scores], { axis: -1n }), v]), 0, 2, 1, 3);
  return linear(width, width)(w, w.reshape(mixed, -1, tokens, width));
};

export const kerasTransformer = (): ExportedModel =>
  transformer(
    'keras',
    {
      norm: LAYER_NORMS['TensorFlow, x · s + (β − mean · s)']!(8),
      attention: einsumAttention(TOKENS),
      activation: ACTIVATIONS['GELU by erf, Keras']!.layer,
    },
    { Reciprocal: ['LayerNormalization'], Erf: ['Gelu'], Einsum: ['Linear', 'MatMul', 'Reshape', 'Transpose'] },
  );

export const rmsTransformer = (): ExportedModel =>
  transformer(
    'dynamo18',
    {
      norm: rmsNorm(8),
      attention: ATTENTIONS['both operands scaled, as scaled_dot_product_attention']!(TOKENS),
      activation: ACTIVATIONS.SiLU!.layer,
    },
    { Sqrt: ['RMSNormalization'], Sigmoid: ['Silu'] },
  );

/** A network of PyTorch on images of 4 × 4. */
export const torchTokens = (layer: Layer, becomes: ExportedModel['becomes']): ExportedModel => {
  const w = graphWriter(EXPORTERS.torch17);
  const y = layer(w, 'input');
  return { exporter: 'torch17', model: w.model([y], { name: 'input', shape: ['batch', 3, 4, 4] }), becomes };
};
