/**
 * Enlargement by whole factors (resample.ts handles others): `scales` (one per axis), `mode` `nearest` or `linear`; `coordinates`
 * and `nearest` are ONNX's coordinate_transformation_mode and nearest_mode. Read from Resize and Upsample.
 */
import type { Tensor } from '../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf } from '../../tensor/index.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead, Operator } from '../operator.ts';
import { emitResampled } from './resample.ts';
import { wide } from './support/arrays.ts';
import { nums, text } from './support/attributes.ts';
import { meansWholeBatch } from './support/batch.ts';
import { linear, sign } from './support/forms.ts';
import { lookup, onAxis } from './support/lookup.ts';
import { axesInOrder, constantInput, input } from './support/reading.ts';

const COORDINATES: ReadonlySet<string> = new Set([
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_half_pixel_for_nn',
]);
const NEAREST: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Position of entry i, of `size · scale` entries, between the entries of the input. */
function positionOf(i: number, size: number, scale: number, coordinates: string): number {
  const wanted = size * scale;
  if (coordinates === 'asymmetric') return i / scale;
  if (coordinates === 'align_corners') return wanted === 1 ? 0 : (i * (size - 1)) / (wanted - 1);
  if (coordinates === 'pytorch_half_pixel' && wanted === 1) return 0;
  return (i + 0.5) / scale - 0.5;
}

/** As `positionOf`, for a new size that need not be a whole multiple. `sized`: the file gives the size and not the factor. */
const anyPosition =
  (coordinates: string, sized: boolean) =>
  (i: number, size: number, wanted: number, scale: number): number => {
    const scaled = (position: number): number => (sized ? (position * size) / wanted : position / scale);
    if (coordinates === 'asymmetric') return scaled(i);
    if (coordinates === 'align_corners') return wanted === 1 ? 0 : (i * (size - 1)) / (wanted - 1);
    if (coordinates === 'tf_half_pixel_for_nn') return scaled(i + 0.5);
    if (coordinates === 'pytorch_half_pixel' && wanted === 1) return 0;
    // Symmetric: if the factor leads to a fraction of an entry, the fraction is cut off evenly at both ends.
    const shift = coordinates === 'half_pixel_symmetric' && !sized ? (size / 2) * (1 - wanted / (size * scale)) : 0;
    return shift + scaled(i + 0.5) - 0.5;
  };

interface Enlargement {
  /** One factor per axis. If the file gives sizes, the ratio of sizes. */
  readonly factors: readonly number[];
  /** Sizes per axis, if the file gives them. */
  readonly sizes?: readonly number[];
  readonly coordinates: string;
  readonly nearest: string;
}

const emit = (node: OnnxNodeView, build: NetworkBuilder, { factors, sizes, coordinates, nearest }: Enlargement) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const mode = node.string('mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear' && mode !== 'cubic')
    throw new Error(`${node.type} in mode ${mode} is not supported`);
  if (!COORDINATES.has(coordinates)) throw new Error(`coordinate_transformation_mode ${coordinates} is not supported`);
  if (!(nearest in NEAREST)) throw new Error(`nearest_mode ${nearest} is not known`);
  if (factors.length !== shape.length) throw new Error(`${factors.length} factors do not fit ${shape.length} axes`);
  if (factors.some((scale, axis) => scale !== 1 && isBatchSize(shape[axis])))
    throw new Error(`batch: ${node.type} along the batch axis`);
  const wanted = sizes ?? factors.map((scale, axis) => Math.floor(shape[axis] * scale));
  if (wanted.some((size) => !(size >= 1))) throw new Error(`${node.type} to the sizes ${wanted.join(' × ')} leaves nothing`);
  if (factors.every((scale) => scale === 1)) return [x];
  const whole = factors.every((scale) => Number.isInteger(scale) && scale >= 1);
  if (whole && mode !== 'cubic' && coordinates !== 'tf_half_pixel_for_nn')
    return [build.emit('Resize', [x], { scales: factors, mode, coordinates, nearest })];
  const position = anyPosition(coordinates, sizes !== undefined);
  const cubic = node.float('cubic_coeff_a', -0.75);
  const excludeOutside = node.int('exclude_outside', 0) !== 0;
  return [
    emitResampled(build, x, { sizes: wanted, scales: factors, mode, round: NEAREST[nearest], position, cubic, excludeOutside }),
  ];
};

const readResize: OnnxRead = (node, build) => {
  const shape = build.shapeOf(input(node, 0));
  if (node.opset < 11) {
    const scales = constantInput(node, build, 1, 'the factors of Resize');
    return emit(node, build, { factors: Array.from(scales?.data ?? []), coordinates: 'asymmetric', nearest: 'floor' });
  }
  if (node.int('antialias', 0) !== 0) throw new Error('Resize with antialias is not supported');
  if (node.string('keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    throw new Error('Resize with keep_aspect_ratio_policy is not supported');
  const axes = node.has('axes') ? axesInOrder(node.ints('axes'), shape.length) : [...shape.keys()];
  const scales = constantInput(node, build, 2, 'the factors of Resize');
  const sizes = scales?.data.length ? undefined : constantInput(node, build, 3, 'the sizes of Resize');
  const given = Array.from((scales?.data.length ? scales : sizes)?.data ?? []);
  if (given.length !== axes.length) throw new Error(`${given.length} factors do not fit the axes of ${describeShape(shape)}`);
  // An axis that is not resized keeps its size. A batch size in the file means the whole batch.
  const spread = shape.map((own, axis) => {
    const value = given[axes.indexOf(axis)];
    if (value === undefined || (sizes && isBatchSize(own) && meansWholeBatch(value, own, build.fixedBatch)))
      return sizes ? own : 1;
    return value;
  });
  const factors = sizes ? spread.map((size, axis) => size / shape[axis]) : spread;
  const coordinates = node.string('coordinate_transformation_mode', 'half_pixel');
  const nearest = node.string('nearest_mode', 'round_prefer_floor');
  return emit(node, build, { factors, ...(sizes ? { sizes: spread } : {}), coordinates, nearest });
};

const readUpsample: OnnxRead = (node, build) => {
  const scales = constantInput(node, build, 1, 'the factors of Upsample');
  const factors = scales ? Array.from(scales.data) : node.floats('scales');
  return emit(node, build, { factors, coordinates: 'asymmetric', nearest: 'floor' });
};

/** Interpolates one axis between the two neighbours of every position. */
function interpolated(x: Tensor, axis: number, scale: number, coordinates: string): Tensor {
  const size = x.shape[axis];
  const positions = Array.from({ length: size * scale }, (_, i) =>
    Math.min(size - 1, Math.max(0, positionOf(i, size, scale, coordinates))),
  );
  const low = lookup(x, onAxis(x.shape.length, axis, positions.map(Math.floor)));
  const high = lookup(
    x,
    onAxis(
      x.shape.length,
      axis,
      positions.map((p) => Math.min(size - 1, Math.floor(p) + 1)),
    ),
  );
  const inner = x.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const [a, b] = [wide(low), wide(high)];
  const data = Float64Array.from(a, (value, i) => {
    const position = positions[Math.floor(i / inner) % positions.length];
    const weight = position - Math.floor(position);
    return value * (1 - weight) + b[i] * weight;
  });
  return { shape: low.shape, data, dtype: 'float' };
}

/** The operator Resize. */
export const resize: Operator = {
  onnx: { Resize: readResize, Upsample: readUpsample },
  write: (node, writer) =>
    writer.add({
      type: 'Resize',
      inputs: [node.inputs[0], '', writer.floats(nums(node.attributes, 'scales'))],
      outputs: [node.output],
      attributes: {
        mode: text(node.attributes, 'mode'),
        // Opset 17 lacks the symmetric form, which is the same for whole factors.
        coordinate_transformation_mode: text(node.attributes, 'coordinates').replace('_symmetric', ''),
        nearest_mode: text(node.attributes, 'nearest'),
      },
    }),
  shape: ([x], attributes) => x.map((size, axis) => size * nums(attributes, 'scales')[axis]),
  evaluate: ([x], attributes) => {
    const coordinates = text(attributes, 'coordinates');
    const scales = nums(attributes, 'scales');
    if (text(attributes, 'mode') === 'linear') {
      return scales.reduce((value, scale, axis) => (scale === 1 ? value : interpolated(value, axis, scale, coordinates)), x);
    }
    const round = NEAREST[text(attributes, 'nearest')];
    const tables = x.shape.map((size, axis) => {
      const scale = scales[axis];
      if (scale === 1) return undefined;
      return Array.from({ length: size * scale }, (_, i) =>
        Math.min(size - 1, Math.max(0, round(positionOf(i, size, scale, coordinates)))),
      );
    });
    return lookup(x, tables);
  },
  spiking: linear,
  // One multiply-accumulate for each output value, in either mode.
  arithmetic: (_x, y) => ({ adds: sizeOf(y), multiplies: sizeOf(y), compares: 0 }),
  preserves: sign,
};
