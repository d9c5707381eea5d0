/**
 * The stand-in for the services in tests of the window's parts: it answers from the constructed project unless a test says what a call
 * is answered. A test also holds answers back, tells events and loses the connection. Tests of both sides together use a real host
 * (tests/contract, tests/e2e).
 */
import {
  type CallName,
  CALLS,
  type EventName,
  type EventOf,
  type FromWindow,
  type RequestOf,
  type ResponseOf,
  type ToWindow,
  wireError,
} from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { EMPTY_PLAN } from '../../src-shared/plan/index.ts';
import type { Channel, ChannelState } from '../host/channel.ts';
import { speakOver } from '../host/client.ts';
import { INITIAL, openProject, setWorkbench, useWorkbench } from '../state/index.ts';
import { PATH } from './constructed-project.ts';
import { type Answers, constructedAnswers, type ServicesKind } from './constructed-services.ts';

/** A call that waits for its answer. */
export interface HeldCall<N extends CallName> {
  readonly request: RequestOf<N>;
  readonly answer: (response: ResponseOf<N>) => void;
  readonly fail: (error: unknown) => void;
}

export interface ScriptedServices {
  /** The requests of a call so far, the oldest first. */
  requests<N extends CallName>(name: N): readonly RequestOf<N>[];
  /** Answers a call from now on; what is thrown or rejected with becomes its error. */
  on<N extends CallName>(name: N, answer: NonNullable<Answers[N]>): void;
  /** Holds a call back from now on. The list grows with every one. */
  hold<N extends CallName>(name: N): readonly HeldCall<N>[];
  tell<N extends EventName>(name: N, data: EventOf<N>): void;
  connection(state: ChannelState): void;
}

type Call = Extract<FromWindow, { kind: 'call' }>;

/** Services of one project, `resnet20` unless another kind is asked for, and the window's client speaking to them. The store is as at the start. */
export function scriptedServices(kind: ServicesKind = 'resnet20'): ScriptedServices {
  const scripts = new Map<string, (call: Call) => void>();
  const asked: Call[] = [];
  let listen: (message: ToWindow) => void = () => {};
  let tellState: (state: ChannelState) => void = () => {};
  let isLost = false;
  const toWindow = (message: ToWindow): void => {
    if (!isLost) listen(message);
  };
  const fail = (id: number, error: unknown): void => toWindow({ kind: 'failed', id, error: wireError(error) });
  const services: ScriptedServices = {
    requests: (name) => asked.filter((call) => call.name === name).map(({ request }) => request as never),
    on: (name, answer) => {
      scripts.set(name, ({ id, request }) => {
        const reply = async (): Promise<void> => {
          // As over a socket: never in the same turn.
          await Promise.resolve();
          try {
            const given = answer(request as never);
            const response = given instanceof Promise ? await given : given;
            toWindow({ kind: 'done', id, response: CALLS[name].response.parse(response) });
          } catch (error) {
            fail(id, error);
          }
        };
        void reply();
      });
    },
    hold: (name) => {
      const held: HeldCall<typeof name>[] = [];
      scripts.set(name, ({ id, request }) => {
        const answer = (response: unknown): void => toWindow({ kind: 'done', id, response });
        held.push({ request: request as never, answer, fail: (error) => fail(id, error) });
      });
      return held;
    },
    tell: (name, data) => toWindow({ kind: 'event', name, data }),
    connection: (state) => {
      isLost = state !== 'open';
      tellState(state);
    },
  };
  script(services, constructedAnswers(kind, services.tell));
  const channel: Channel = {
    send: (message) => {
      if (isLost || message.kind !== 'call') return;
      asked.push(message);
      const script = scripts.get(message.name);
      if (script) script(message);
      else fail(message.id, new SpikeloomError('job.missing', `The stand-in for the services does not know “${message.name}”.`));
    },
    onMessage: (listener) => {
      listen = listener;
    },
    onState: (listener) => {
      tellState = listener;
      listener('open');
    },
    upload: (file) => Promise.resolve({ path: `/home/someone/uploads/${file.name}`, notes: [] }),
  };
  speakOver(channel);
  useWorkbench.setState({ ...INITIAL, connection: 'open' });
  return services;
}

/** Opens the constructed project, whose saved versions are empty plans, in a fresh store. `answers` replace those of its services. */
export async function openWindow(answers: Answers = {}): Promise<ScriptedServices> {
  const services = scriptedServices();
  script(services, { 'plan.version': () => EMPTY_PLAN, ...answers });
  await openProject(PATH);
  setWorkbench({ notices: [] });
  return services;
}

function script(services: ScriptedServices, answers: Answers): void {
  for (const [name, answer] of Object.entries(answers)) services.on(name as CallName, answer as never);
}

/** Lets everything happen that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
