/** Tests of the gpu engine run on the software adapter, and are skipped with a printed reason where there is none. */
import { messageOf } from '../../src-shared/errors/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { gpuEngine, SOFTWARE } from '../../src-main/engines/gpu/index.ts';
import { openDevice } from '../../src-main/engines/gpu/adapters.ts';

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
