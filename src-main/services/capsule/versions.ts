/** The versions of the programs that compute, on this machine. */
import onnxruntime from 'onnxruntime-node/package.json' with { type: 'json' };
import type { Capsule } from '../../../src-shared/export/index.ts';

/** Node, ONNX Runtime, and the system with its processor. */
export const versionsHere = (): Capsule['versions'] => ({
  node: process.versions.node,
  onnxruntime: onnxruntime.version,
  platform: `${process.platform} ${process.arch}`,
});
