/** Tests of the gpu engine run on the software adapter, and are skipped with a printed reason where there is none. */
import { placeNeurons } from '../../src-main/convert/index.ts';
import type { Engine } from '../../src-shared/engine/index.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { gpuEngine, SOFTWARE } from '../../src-main/engines/gpu/index.ts';
import { openDevice } from '../../src-main/engines/gpu/adapters.ts';
import { perceptron } from '../fixtures/small-networks.ts';
import { compileUniform, importModel } from './spiking.ts';

/** The reason why the gpu engine cannot be tested on this machine; null if it can. */
export const noAdapter: string | null = await openDevice(SOFTWARE).then(
  ({ device }) => {
    device.destroy();
    return null;
  },
  (error: unknown) => onCommandLine(messageOf(error)),
);
if (noAdapter !== null) console.warn(`Tests of the gpu engine are skipped: ${noAdapter}`);

export const testedGpuEngine = gpuEngine(SOFTWARE);

/**
 * Opens a session that is never closed. With the last session on a device ONNX Runtime forgets every shader that it compiled there; a software
 * adapter takes longer to compile than to compute, so tests of many networks keep what they share.
 */
export async function keepShaders(engine: Engine): Promise<void> {
  const session = await engine.prepare(compileUniform(placeNeurons(await importModel(perceptron))));
  await session.float(new Float32Array(7), 1);
}
