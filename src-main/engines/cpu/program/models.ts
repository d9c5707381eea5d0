/** The ONNX models of the cpu engine, in memory that its threads share. */
import { type GraphToWrite, type Model, writtenModel } from '../../../../src-shared/lowering/index.ts';
import { writeOnnx } from '../../../onnx/index.ts';

/** The model of a graph; workers do not copy its bytes. */
export const inSharedMemory = (graph: GraphToWrite): Model =>
  writtenModel(graph, (whole) => {
    const bytes = writeOnnx(whole);
    const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
    copy.set(bytes);
    return copy;
  });
