/** The window's state as it is with the constructed project open, for tests of what stands in it: services that answer as a test says. */
import type { CallName, FromWindow, RequestOf, ResponseOf, ToWindow } from '../../src-shared/contract/index.ts';
import { CALLS, wireError } from '../../src-shared/contract/index.ts';
import { EMPTY_PLAN } from '../../src-shared/plan/index.ts';
import { speakOver } from '../host/client.ts';
import type { Channel } from '../host/channel.ts';
import { INITIAL, openProject, setWorkbench, useWorkbench } from '../state/index.ts';
import { createArranger } from '../graph/layout/arrange.ts';
import type { LayoutRequest, LayoutResponse } from '../graph/layout/protocol.ts';
import { PATH } from './constructed-project.ts';
import { fakeChannel, type FakeKind } from './fake-host.ts';

/** Answers of a test in place of the fake host's; what they throw or reject with is the error of the services. */
export type Answers = { readonly [N in CallName]?: (request: RequestOf<N>) => ResponseOf<N> | Promise<ResponseOf<N>> };

/** Opens the constructed project in a fresh store. Returns the calls that the window makes, in order, as they come. */
export async function openWindow(answers: Answers = {}, kind: FakeKind = 'resnet20'): Promise<FromWindow[]> {
  const calls: FromWindow[] = [];
  useWorkbench.setState({ ...INITIAL, connection: 'open' });
  speakOver(answering(fakeChannel(kind), { 'plan.version': () => EMPTY_PLAN, ...answers }, calls));
  await openProject(PATH);
  setWorkbench({ notices: [] });
  calls.length = 0;
  return calls;
}

function answering(channel: Channel, answers: Answers, calls: FromWindow[]): Channel {
  let listen: (message: ToWindow) => void = () => {};
  return {
    ...channel,
    onMessage: (listener) => {
      listen = listener;
      channel.onMessage(listener);
    },
    send: (message) => {
      calls.push(message);
      const own = message.kind === 'call' ? answers[message.name as CallName] : undefined;
      if (message.kind !== 'call' || !own) return channel.send(message);
      const { id, name, request } = message;
      void Promise.resolve()
        .then(() => own(request as never))
        .then((response) => CALLS[name as CallName].response.parse(response))
        .then(
          (response) => listen({ kind: 'done', id, response }),
          (error: unknown) => listen({ kind: 'failed', id, error: wireError(error) }),
        );
    },
  };
}

/** Names of the calls that were made. */
export const namesOf = (calls: readonly FromWindow[]): string[] =>
  calls.flatMap((call) => (call.kind === 'call' ? [call.name] : []));

/** Waits until what was asked has been answered and shown. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** The layout worker without a thread: answers soon, as `Worker` of a page that has none. */
export class WorkerOnPage {
  private readonly arranger = createArranger();
  private listen: (event: { readonly data: LayoutResponse }) => void = () => {};

  addEventListener(name: string, listener: (event: { readonly data: LayoutResponse }) => void): void {
    if (name === 'message') this.listen = listener;
  }

  postMessage({ id, ...request }: LayoutRequest): void {
    const { layout, computed } = this.arranger.arrange(request);
    queueMicrotask(() => this.listen({ data: { id, kind: 'done', layout, computed, milliseconds: 0 } }));
  }

  terminate(): void {
    this.listen = () => {};
  }
}
