/**
 * Networks of real sizes with random weights, written as PyTorch's exporter writes them: node names by module, batch
 * normalisation not folded, shape arithmetic where the batch is dynamic. For measuring; their answers mean nothing.
 */
import { floats, ints, randomValues, type TestAttribute, type TestModel, type TestNode, type TestTensor } from './onnx-graph.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';

/** Collects nodes and weights; every method adds a node and returns its output. */
function modelWriter() {
  const nodes: TestNode[] = [];
  const weights: Record<string, TestTensor> = {};
  // One block of random numbers serves all weights: drawing 86 million would take longer than what is measured.
  const pool = randomValues(1 << 20, 1);
  let drawn = 0;

  function weight(name: string, shape: readonly number[], scale: number, offset = 0): string {
    const values = new Float32Array(sizeOf(shape));
    for (let at = 0; at < values.length; at++) values[at] = offset + scale * pool[(drawn + at) % pool.length]!;
    drawn = (drawn + values.length * 7 + 13) % pool.length;
    weights[name] = floats(shape, values);
    return name;
  }
  function node(module: string, type: string, inputs: readonly string[], attributes: Record<string, TestAttribute> = {}): string {
    const base = `/${module}${module ? '/' : ''}${type}`;
    let name = base;
    for (let count = 1; nodes.some((other) => other.name === name); count++) name = `${base}_${count}`;
    const output = `${name}_output_0`;
    nodes.push({ name, type, inputs, outputs: [output], attributes });
    return output;
  }
  const constant = (module: string, value: TestTensor): string => node(module, 'Constant', [], { value });
  const conv = (
    module: string,
    x: string,
    cin: number,
    cout: number,
    kernel: number,
    stride: number,
    pad: number,
    bias = false,
  ): string => {
    const w = weight(`${module}.weight`, [cout, cin, kernel, kernel], Math.sqrt(2 / (cin * kernel * kernel)));
    const b = bias ? [weight(`${module}.bias`, [cout], 0.1)] : [];
    const square = (value: number, count: number) => new Array<bigint>(count).fill(BigInt(value));
    return node(module, 'Conv', [x, w, ...b], {
      dilations: [1n, 1n],
      group: 1n,
      kernel_shape: square(kernel, 2),
      pads: square(pad, 4),
      strides: square(stride, 2),
    });
  };
  const batchNorm = (module: string, x: string, channels: number): string =>
    node(
      module,
      'BatchNormalization',
      [
        x,
        weight(`${module}.weight`, [channels], 0.1, 1),
        weight(`${module}.bias`, [channels], 0.1),
        weight(`${module}.running_mean`, [channels], 0.1),
        weight(`${module}.running_var`, [channels], 0.01, 1),
      ],
      { epsilon: 1e-5, momentum: 0.9 },
    );
  return { nodes, weights, weight, node, constant, conv, batchNorm };
}

function finished(
  writer: ReturnType<typeof modelWriter>,
  last: string,
  shape: readonly (number | string)[],
  opset: number,
): TestModel {
  const nodes = writer.nodes.map((node) => ({ ...node, outputs: node.outputs.map((name) => (name === last ? 'logits' : name)) }));
  return { opset, nodes, weights: writer.weights, inputs: [{ name: 'input', shape }], outputs: ['logits'] };
}

function head(writer: ReturnType<typeof modelWriter>, x: string, features: number, classes: number): string {
  const pooled = writer.node('avgpool', 'GlobalAveragePool', [x]);
  const flat = writer.node('', 'Flatten', [pooled], { axis: 1n });
  const w = writer.weight('fc.weight', [classes, features], 0.02);
  return writer.node('fc', 'Gemm', [flat, w, writer.weight('fc.bias', [classes], 0.02)], { alpha: 1, beta: 1, transB: 1n });
}

/** ResNet-50 for 224 × 224 images: 25.6 million parameters. */
export function resNet50(): TestModel {
  const writer = modelWriter();
  const { node, conv, batchNorm } = writer;
  const relu = (module: string, x: string) => node(module, 'Relu', [x]);
  let x = relu('relu', batchNorm('bn1', conv('conv1', 'input', 3, 64, 7, 2, 3), 64));
  x = node('maxpool', 'MaxPool', [x], { ceil_mode: 0n, kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n], strides: [2n, 2n] });
  let channels = 64;
  [3, 4, 6, 3].forEach((blocks, stage) => {
    const width = 64 * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      const at = `layer${stage + 1}/layer${stage + 1}.${block}`;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      let y = relu(`${at}/relu`, batchNorm(`${at}/bn1`, conv(`${at}/conv1`, x, channels, width, 1, 1, 0), width));
      y = relu(`${at}/relu`, batchNorm(`${at}/bn2`, conv(`${at}/conv2`, y, width, width, 3, stride, 1), width));
      y = batchNorm(`${at}/bn3`, conv(`${at}/conv3`, y, width, 4 * width, 1, 1, 0), 4 * width);
      const down = `${at}/downsample/downsample`;
      const skip = block > 0 ? x : batchNorm(`${down}.1`, conv(`${down}.0`, x, channels, 4 * width, 1, stride, 0), 4 * width);
      x = relu(`${at}/relu`, node(at, 'Add', [y, skip]));
      channels = 4 * width;
    }
  });
  return finished(writer, head(writer, x, 2048, 1000), ['batch', 3, 224, 224], 17);
}

/** ResNet-56 for 32 × 32 images (He et al.): 0.85 million parameters. */
export function resNet56(): TestModel {
  const writer = modelWriter();
  const { node, conv, batchNorm } = writer;
  const relu = (module: string, x: string) => node(module, 'Relu', [x]);
  let x = relu('relu', batchNorm('bn1', conv('conv1', 'input', 3, 16, 3, 1, 1), 16));
  let channels = 16;
  for (let stage = 0; stage < 3; stage++) {
    const width = 16 * 2 ** stage;
    for (let block = 0; block < 9; block++) {
      const at = `layer${stage + 1}/layer${stage + 1}.${block}`;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      let y = relu(`${at}/relu1`, batchNorm(`${at}/bn1`, conv(`${at}/conv1`, x, channels, width, 3, stride, 1), width));
      y = batchNorm(`${at}/bn2`, conv(`${at}/conv2`, y, width, width, 3, 1, 1), width);
      const down = `${at}/downsample/downsample`;
      const skip = stride === 1 ? x : batchNorm(`${down}.1`, conv(`${down}.0`, x, channels, width, 1, stride, 0), width);
      x = relu(`${at}/relu2`, node(at, 'Add', [y, skip]));
      channels = width;
    }
  }
  return finished(writer, head(writer, x, 64, 10), ['batch', 3, 32, 32], 17);
}

interface VitSizes {
  readonly image: number;
  readonly patch: number;
  readonly width: number;
  readonly blocks: number;
  readonly heads: number;
  readonly classes: number;
}

const VIT_B: VitSizes = { image: 224, patch: 16, width: 768, blocks: 12, heads: 12, classes: 1000 };

/** A vision transformer (ViT-B/16, 86 million parameters, where nothing else is said) with a class token and a fused qkv. */
export function visionTransformer({ image, patch, width, blocks, heads, classes }: VitSizes = VIT_B): TestModel {
  const writer = modelWriter();
  const { node, constant, weight } = writer;
  const tokens = (image / patch) ** 2 + 1;

  /** One size of a value, as one entry of a shape. */
  const sizeEntry = (module: string, x: string, axis: number): string => {
    const size = node(module, 'Gather', [node(module, 'Shape', [x]), constant(module, ints(axis))], { axis: 0n });
    return node(module, 'Unsqueeze', [size, constant(module, ints([0]))]);
  };
  const shapeOf = (module: string, entries: readonly (string | number)[]): string =>
    node(
      module,
      'Concat',
      entries.map((entry) => (typeof entry === 'string' ? entry : constant(module, ints([entry])))),
      { axis: 0n },
    );
  const linear = (module: string, x: string, from: number, to: number): string => {
    const product = node(module, 'MatMul', [x, weight(`onnx::MatMul_${module}`, [from, to], 1 / Math.sqrt(from))]);
    return node(module, 'Add', [weight(`${module}.bias`, [to], 0.02), product]);
  };
  const norm = (module: string, x: string): string => {
    const parameters = [weight(`${module}.weight`, [width], 0.02, 1), weight(`${module}.bias`, [width], 0.02)];
    return node(module, 'LayerNormalization', [x, ...parameters], { axis: -1n, epsilon: 1e-6 });
  };
  const gelu = (module: string, x: string): string => {
    const erf = node(module, 'Erf', [node(module, 'Div', [x, constant(module, floats([], [Math.SQRT2]))])]);
    const gate = node(module, 'Add', [erf, constant(module, floats([], [1]))]);
    return node(module, 'Mul', [node(module, 'Mul', [x, gate]), constant(module, floats([], [0.5]))]);
  };
  const attention = (module: string, x: string): string => {
    const batch = sizeEntry(module, x, 0);
    const count = sizeEntry(module, x, 1);
    const qkv = linear(`${module}/qkv`, x, width, 3 * width);
    const split = node(module, 'Reshape', [qkv, shapeOf(module, [batch, count, 3, heads, width / heads])]);
    const moved = node(module, 'Transpose', [split], { perm: [2n, 0n, 3n, 1n, 4n] });
    const part = (index: number) => node(module, 'Gather', [moved, constant(module, ints(index))], { axis: 0n });
    const [q, k, v] = [part(0), part(1), part(2)];
    const keys = node(module, 'Transpose', [k], { perm: [0n, 1n, 3n, 2n] });
    const scores = node(module, 'Mul', [
      node(module, 'MatMul', [q, keys]),
      constant(module, floats([], [(width / heads) ** -0.5])),
    ]);
    const mixed = node(module, 'MatMul', [node(`${module}/softmax`, 'Softmax', [scores], { axis: -1n }), v]);
    const together = node(module, 'Transpose', [mixed], { perm: [0n, 2n, 1n, 3n] });
    return linear(`${module}/proj`, node(module, 'Reshape', [together, shapeOf(module, [batch, count, width])]), width, width);
  };

  const patches = writer.conv('patch_embed/proj', 'input', 3, width, patch, patch, 0, true);
  const flat = node('patch_embed', 'Reshape', [
    patches,
    shapeOf('patch_embed', [sizeEntry('patch_embed', patches, 0), width, -1]),
  ]);
  const sequence = node('patch_embed', 'Transpose', [flat], { perm: [0n, 2n, 1n] });
  // cls.expand(batch, -1, -1), as the exporter writes it: −1 replaced by 1 through Equal and Where.
  const target = shapeOf('', [sizeEntry('', sequence, 0), -1, -1]);
  const ones = node('', 'ConstantOfShape', [node('', 'Shape', [target])], { value: ints([1]) });
  const open = node('', 'Equal', [target, node('', 'Mul', [ones, constant('', ints(-1))])]);
  const cls = node('', 'Expand', [weight('cls_token', [1, 1, width], 0.02), node('', 'Where', [open, ones, target])]);
  let x = node('', 'Add', [node('', 'Concat', [cls, sequence], { axis: 1n }), weight('pos_embed', [1, tokens, width], 0.02)]);
  for (let block = 0; block < blocks; block++) {
    const at = `blocks/blocks.${block}`;
    x = node(at, 'Add', [x, attention(`${at}/attn`, norm(`${at}/norm1`, x))]);
    const wide = gelu(`${at}/mlp/act`, linear(`${at}/mlp/fc1`, norm(`${at}/norm2`, x), width, 4 * width));
    x = node(at, 'Add', [x, linear(`${at}/mlp/fc2`, wide, 4 * width, width)]);
  }
  const token = node('', 'Gather', [norm('norm', x), constant('', ints(0))], { axis: 1n });
  const w = weight('head.weight', [classes, width], 0.02);
  const logits = node('head', 'Gemm', [token, w, weight('head.bias', [classes], 0.02)], { alpha: 1, beta: 1, transB: 1n });
  return finished(writer, logits, ['batch', 3, image, image], 17);
}
