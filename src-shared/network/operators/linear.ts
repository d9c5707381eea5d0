/** Linear layer on the last axis: `x [..., K] · W [K, N] + B [N]`, with constant W and B. It is read from Gemm, and from MatMul by a constant. */
import type { Tensor } from '../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf, tensor64 } from '../../tensor/index.ts';
import type { NetworkBuilder, OnnxNodeView, Operator } from '../operator.ts';
import type { ValueId } from '../network.ts';
import { allEqual, float64, prepared, sameKind, wide, wideWeight } from './support/arrays.ts';
import { dot, spaced } from './support/dot.ts';
import { linear as linearForm } from './support/forms.ts';
import { input } from './support/reading.ts';

/** The operator Linear. */
export const linear: Operator = {
  onnx: { Gemm: readGemm },
  write: (node, writer) => {
    const [x, weights, bias] = node.inputs;
    if (writer.shapeOf(x).length === 2) {
      writer.add({ type: 'Gemm', inputs: bias === undefined ? [x, weights] : [x, weights, bias], outputs: [node.output] });
    } else if (bias === undefined) {
      writer.add({ type: 'MatMul', inputs: [x, weights], outputs: [node.output] });
    } else {
      const product = writer.fresh();
      writer.add({ type: 'MatMul', inputs: [x, weights], outputs: [product] });
      writer.add({ type: 'Add', inputs: [product, bias], outputs: [node.output] });
    }
  },
  shape: ([x, weights, bias]) => {
    if (
      x.length < 1 ||
      weights.length !== 2 ||
      x.at(-1) !== weights[0] ||
      (bias && (bias.length !== 1 || bias[0] !== weights[1]))
    ) {
      const along = isBatchSize(x.at(-1) ?? 0) ? 'batch: ' : '';
      throw new Error(`${along}weight ${describeShape(weights)} does not fit the input ${describeShape(x)}`);
    }
    return [...x.slice(0, -1), weights[1]];
  },
  evaluate: ([x, weights, bias]) => {
    const [terms, rows] = weights.shape;
    const result = tensor64([...x.shape.slice(0, -1), rows]);
    const out = result.data as Float64Array;
    const w = prepared(weights, 'transposed', (values) => transposed(values, terms, rows) as Float64Array);
    const positions = sizeOf(x.shape.slice(0, -1));
    dot({
      x: wide(x),
      base: spaced(positions, terms),
      xAt: 0,
      offset: spaced(terms, 1),
      w,
      wAt: 0,
      rows,
      out,
      outAt: 0,
      outPosition: rows,
      outRow: 1,
    });
    if (bias) {
      const b = wideWeight(bias);
      for (let at = 0; at < out.length; at += rows) for (let j = 0; j < rows; j++) out[at + j] += b[j];
    }
    return result;
  },
  spiking: linearForm,
  constantPart: () => [2],
  counted: () => 'linear',
  fanOut: ([, [, columns]]) => columns,
  terms: ([, [rows]]) => rows,
  weights: {
    channelAxis: (rank) => rank - 1,
    channels: ([, n]) => n,
    run: () => 1,
    channelOf:
      ([, n]) =>
      (run) =>
        run % n,
  },
};

/** The float64 transpose of a row-major [rows, columns] array. */
function transposed(
  values: Tensor['data'],
  rows: number,
  columns: number,
  out: Tensor['data'] = new Float64Array(values.length),
) {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j];
  return out;
}

/** A weight matrix with Gemm's factor and transposition applied. It stays float32 if the factor is 1. */
function foldedWeight(tensor: Tensor, transpose: boolean, factor: number): Tensor {
  const [rows, columns] = tensor.shape;
  const moved: Tensor = transpose
    ? {
        ...tensor,
        shape: [columns, rows],
        data: transposed(tensor.data, rows, columns, sameKind(tensor.data, tensor.data.length)),
      }
    : tensor;
  return factor === 1
    ? moved
    : float64(
        moved.shape,
        wide(moved).map((value) => value * factor),
      );
}

/** Gemm: alpha · A' · B' + beta · C, with A' and B' possibly transposed. */
function readGemm(node: OnnxNodeView, build: NetworkBuilder): readonly ValueId[] {
  const alpha = node.float('alpha', 1);
  const beta = node.float('beta', 1);
  const flip = (value: ValueId, transpose: boolean) => (transpose ? build.emit('Transpose', [value], { perm: [1, 0] }) : value);
  const x = flip(input(node, 0), node.int('transA', 0) !== 0);
  const weights = build.constantOf(input(node, 1));
  const bias = node.inputs[2];
  const biasTensor = bias === undefined ? undefined : build.constantOf(bias);
  const transB = node.int('transB', 0) !== 0;

  if (weights) {
    const folded = foldedWeight(weights, transB, alpha);
    const w = folded === weights ? input(node, 1) : build.constant(folded);
    const columns = folded.shape[1];
    if (bias === undefined || beta === 0 || (biasTensor && allEqual(biasTensor, 0))) return [build.emit('Linear', [x, w])];
    if (biasTensor && sizeOf(biasTensor.shape) === biasTensor.shape.at(-1) && biasTensor.shape.at(-1) === columns) {
      const plain: Tensor = {
        shape: [columns],
        data: beta === 1 ? biasTensor.data : wide(biasTensor).map((b) => b * beta),
        dtype: 'float',
      };
      const b = beta === 1 && biasTensor.shape.length === 1 ? bias : build.constant(plain);
      return [build.emit('Linear', [x, w, b])];
    }
    return [build.emit('Add', [build.emit('Linear', [x, w]), scaled(build, bias, beta)])];
  }
  const product = scaled(build, build.emit('MatMul', [x, flip(input(node, 1), transB)]), alpha);
  return [bias === undefined || beta === 0 ? product : build.emit('Add', [product, scaled(build, bias, beta)])];
}

const scaled = (build: NetworkBuilder, value: ValueId, factor: number): ValueId =>
  factor === 1 ? value : build.emit('Mul', [value, build.constant(float64([], [factor]))]);
