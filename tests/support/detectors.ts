/**
 * Small detectors with several outputs and heads that are used at every level, as FCOS and RetinaNet are: a backbone, a feature
 * pyramid, and the same head on each of its levels. Random weights, 32 × 32 images, two levels; names as PyTorch's exporter gives them.
 */
import { EXPORTERS, type GraphWriter, graphWriter } from './graph-writer.ts';
import { batchNorm, chain, conv, type Layer, relu } from './layers.ts';
import { floats, ints, type TestModel } from './onnx-graph.ts';

const CHANNELS = 6;
const CLASSES = 3;
const ANCHORS = 2;

/** Strides of the levels. */
export const LEVELS = [4, 8] as const;

const within =
  (w: GraphWriter, module: string, layer: Layer): Layer =>
  (_w, x) => {
    w.module(module);
    return layer(w, x);
  };

/** Enlarged to the size of another value, which the file computes. */
function enlarged(w: GraphWriter, x: string, like: string): string {
  const spatial = w.slice(w.node('Shape', [like]), 0, 2, 4);
  const leading = w.slice(w.node('Shape', [x]), 0, 0, 2);
  const sizes = w.node('Concat', [leading, spatial], { axis: 0n });
  return w.node('Resize', [x, '', '', sizes], {
    mode: 'nearest',
    nearest_mode: 'floor',
    coordinate_transformation_mode: 'asymmetric',
  });
}

/** Features at the strides of the levels, all with as many channels. */
function pyramid(w: GraphWriter, image: string): string[] {
  const block = (name: string, from: number, to: number): Layer =>
    chain(
      within(w, `backbone/${name}/conv`, conv(from, to, { stride: 2, bias: false })),
      within(w, `backbone/${name}/bn`, batchNorm(to)),
      within(w, `backbone/${name}/relu`, relu),
    );
  const stem = block('stem', 3, 4)(w, image);
  const c3 = block('layer1', 4, 6)(w, stem);
  const c4 = block('layer2', 6, 8)(w, c3);
  const [inner3, inner4] = [
    within(w, 'fpn/inner.0', conv(6, CHANNELS, { kernel: 1 }))(w, c3),
    within(w, 'fpn/inner.1', conv(8, CHANNELS, { kernel: 1 }))(w, c4),
  ];
  w.module('fpn');
  const sum = w.node('Add', [inner3, enlarged(w, inner4, inner3)]);
  return [
    within(w, 'fpn/layer.0', conv(CHANNELS, CHANNELS))(w, sum),
    within(w, 'fpn/layer.1', conv(CHANNELS, CHANNELS))(w, inner4),
  ];
}

/** A convolution with weights of its own that may be used several times. */
function sharedConv(w: GraphWriter, module: string, from: number, to: number, kernel = 3): Layer {
  w.module(module);
  const weight = w.weight([to, from, kernel, kernel], Math.sqrt(2 / (from * kernel * kernel)));
  const bias = w.weight([to], 0.1);
  const pad = BigInt((kernel - 1) / 2);
  return (_w, x) => {
    w.module(module);
    return w.node('Conv', [x, weight, bias], { kernel_shape: [BigInt(kernel), BigInt(kernel)], pads: [pad, pad, pad, pad] });
  };
}

/** GroupNormalization in two groups, as it is written before operator set 18, with scale and bias that may be used several times. */
function sharedGroupNorm(w: GraphWriter, module: string): Layer {
  w.module(module);
  const [scale, bias] = [w.weight([CHANNELS, 1, 1], 0.1, 1), w.weight([CHANNELS, 1, 1], 0.1)];
  return (_w, x) => {
    w.module(module);
    const grouped = w.reshape(x, 0, 2, -1);
    const normal = w.node('InstanceNormalization', [grouped, floats([2], [1, 1]), floats([2], [0, 0])], { epsilon: 1e-5 });
    const back = w.node('Reshape', [normal, w.node('Shape', [x])]);
    return w.node('Add', [w.node('Mul', [back, scale]), bias]);
  };
}

/** `[batch, A · size, H, W]` as `[batch, H · W · A, size]`. */
function perAnchor(w: GraphWriter, x: string, size: number): string {
  const shape = w.node('Shape', [x]);
  const at = (index: number) => w.unsqueeze(w.node('Gather', [shape, ints(index)], { axis: 0n }), [0]);
  const [n, h, width] = [at(0), at(2), at(3)];
  const opened = w.node('Reshape', [x, w.node('Concat', [n, ints([-1]), ints([size]), h, width], { axis: 0n })]);
  const moved = w.transpose(opened, 0, 3, 4, 1, 2);
  return w.node('Reshape', [moved, w.node('Concat', [n, ints([-1]), ints([size])], { axis: 0n })]);
}

const image = { name: 'images', shape: ['batch', 3, 32, 32] };

/** Named outputs: the values they come from, through an Identity. */
const named = (w: GraphWriter, outputs: Readonly<Record<string, string>>): TestModel => {
  const model = w.model(Object.keys(outputs), image);
  const ends = Object.entries(outputs).map(([name, value]) => ({
    type: 'Identity',
    inputs: [value],
    outputs: [name],
    name: `/${name}`,
  }));
  return { ...model, nodes: [...model.nodes, ...ends] };
};

/** RetinaNet: scores by a sigmoid and boxes of every anchor, per level and joined over the levels. */
export function retinaNet(): TestModel {
  const w = graphWriter(EXPORTERS.torch17);
  const levels = pyramid(w, image.name);
  const tower = (name: string, last: number): Layer => {
    const hidden = [0, 1].flatMap((at) => {
      const layer = sharedConv(w, `head/${name}/conv.${at}`, CHANNELS, CHANNELS);
      return [layer, within(w, `head/${name}/relu.${at}`, relu)];
    });
    return chain(...hidden, sharedConv(w, `head/${name}/predict`, CHANNELS, ANCHORS * last));
  };
  const [classes, boxes] = [tower('classes', CLASSES), tower('boxes', 4)];
  const outputs: Record<string, string> = {};
  const joined: { scores: string[]; boxes: string[] } = { scores: [], boxes: [] };
  levels.forEach((level, at) => {
    const [logits, regression] = [classes(w, level), boxes(w, level)];
    w.module('head');
    outputs[`scores.${at}`] = w.node('Sigmoid', [logits]);
    outputs[`boxes.${at}`] = regression;
    joined.scores.push(perAnchor(w, logits, CLASSES));
    joined.boxes.push(perAnchor(w, regression, 4));
  });
  w.module('');
  outputs.scores = w.node('Sigmoid', [w.node('Concat', joined.scores, { axis: 1n })]);
  outputs.boxes = w.node('Concat', joined.boxes, { axis: 1n });
  return named(w, outputs);
}

/** FCOS: classes, centreness and distances per level, GroupNormalization in the head, the distances by a scale of each level and Exp. */
export function fcos(): TestModel {
  const w = graphWriter(EXPORTERS.torch17);
  const levels = pyramid(w, image.name);
  const tower = (name: string): Layer =>
    chain(
      ...[0, 1].flatMap((at) => [
        sharedConv(w, `head/${name}/conv.${at}`, CHANNELS, CHANNELS),
        sharedGroupNorm(w, `head/${name}/norm.${at}`),
        within(w, `head/${name}/relu.${at}`, relu),
      ]),
    );
  const [classTower, boxTower] = [tower('classes'), tower('boxes')];
  const classes = sharedConv(w, 'head/class_logits', CHANNELS, CLASSES);
  const distances = sharedConv(w, 'head/distances', CHANNELS, 4);
  const centre = sharedConv(w, 'head/centreness', CHANNELS, 1);
  const outputs: Record<string, string> = {};
  levels.forEach((level, at) => {
    outputs[`classes.${at}`] = classes(w, classTower(w, level));
    const features = boxTower(w, level);
    outputs[`centreness.${at}`] = centre(w, features);
    const raw = distances(w, features);
    w.module(`head/scales.${at}`);
    const scaled = w.node('Mul', [raw, w.given(floats([1], [0.4 + 0.2 * at]))]);
    outputs[`boxes.${at}`] = w.node('Mul', [w.node('Exp', [scaled]), LEVELS[at]!]);
  });
  return named(w, outputs);
}
