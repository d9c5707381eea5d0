/** DepthToSpace and SpaceToDepth (pixel shuffle and its inverse), read as a Reshape, a Transpose and a Reshape. */
import { describeShape } from '../../tensor/index.ts';
import type { OnnxRead } from '../operator.ts';
import { input } from './support/reading.ts';
import { emitReshape } from './reshape.ts';

const depthToSpace: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const block = node.int('blocksize');
  const [n, c, h, w] = build.shapeOf(x);
  const depth = c / (block * block);
  if (build.shapeOf(x).length !== 4 || !Number.isInteger(depth))
    throw new Error(`blocks of ${block} do not fit ${describeShape(build.shapeOf(x))}`);
  const mode = node.string('mode', 'DCR');
  const split = emitReshape(build, x, mode === 'CRD' ? [n, depth, block, block, h, w] : [n, block, block, depth, h, w]);
  const moved = build.emit('Transpose', [split], { perm: mode === 'CRD' ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2] });
  return [emitReshape(build, moved, [n, depth, h * block, w * block])];
};

const spaceToDepth: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const block = node.int('blocksize');
  const [n, c, h, w] = build.shapeOf(x);
  if (build.shapeOf(x).length !== 4 || h % block !== 0 || w % block !== 0) {
    throw new Error(`blocks of ${block} do not fit ${describeShape(build.shapeOf(x))}`);
  }
  const split = emitReshape(build, x, [n, c, h / block, block, w / block, block]);
  const moved = build.emit('Transpose', [split], { perm: [0, 3, 5, 1, 2, 4] });
  return [emitReshape(build, moved, [n, c * block * block, h / block, w / block])];
};

/** Readers of DepthToSpace and SpaceToDepth, by ONNX operator type. */
export const depthReaders: Readonly<Record<string, OnnxRead>> = { DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth };
