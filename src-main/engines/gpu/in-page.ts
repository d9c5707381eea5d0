/** The gpu engine in a page of Electron's, for a job in a utility process, which has no WebGPU of its own. */
import {
  type Engine,
  type EnginePageCall,
  type FromEnginePage,
  isEnginePageAnswer,
  type RemoteEngine,
  remoteEngine,
} from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { errorOf } from '../../../src-shared/errors/plain-error.ts';

/** Time for the page to open and to answer. */
const START_MS = 30_000;
/** The main process says why a page has ended; the channel may end a little earlier. */
const REASON_IS_HEARD_MS = 500;

interface UtilityProcess {
  readonly parentPort: Electron.ParentPort;
}

/** The engine of this process, while its page lives. */
let current: Promise<Engine> | undefined;

/**
 * The engine, in one page for the whole job; `adapter` as of `EnginePageCall`. Throws `engine.failed` if the page does not open. If it ends,
 * all its calls fail with the reason, and the engine that is asked for next has another page.
 */
export const gpuEngineInPage = (process: UtilityProcess, adapter?: string): Promise<Engine> =>
  (current ??= openPage(process, adapter));

function openPage({ parentPort }: UtilityProcess, adapter: string | undefined): Promise<Engine> {
  return new Promise((resolve, reject) => {
    let remote: RemoteEngine | undefined;
    let isLost = false;
    const lose = (error: Error): void => {
      if (isLost) return;
      isLost = true;
      current = undefined;
      clearTimeout(timer);
      parentPort.off('message', hear);
      remote?.lose(error);
      reject(error);
    };
    const fail = (what: string): void =>
      lose(new SpikeloomError('engine.failed', `The gpu engine’s window ${what}. Run again, or use the cpu engine.`));
    const timer = setTimeout(() => fail(`did not answer within ${START_MS / 1000} seconds`), START_MS);

    const hear = ({ data, ports: [port] }: Electron.MessageEvent): void => {
      if (!isEnginePageAnswer(data)) return;
      if (data.kind === 'engine-lost') return lose(errorOf(data.error));
      const { engine, receive } = (remote = remoteEngine('gpu', (message) => port!.postMessage(message)));
      port!.on('message', ({ data: message }: { readonly data: FromEnginePage }) => {
        if (message.kind !== 'ready') return receive(message);
        clearTimeout(timer);
        resolve(engine);
      });
      port!.on('close', () => void setTimeout(() => fail('has ended'), REASON_IS_HEARD_MS));
      port!.start();
    };
    parentPort.on('message', hear);
    const call: EnginePageCall = { kind: 'engine-page', ...(adapter === undefined ? {} : { adapter }) };
    parentPort.postMessage(call);
  });
}
