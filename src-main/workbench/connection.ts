/**
 * One window's connection: checks each request, runs its handler, and checks and delivers the answer. Every error becomes an
 * answer; none leaves this module.
 */
import { type CallName, CALLS, fromWindow, type ToWindow, wireError } from '../../src-shared/contract/index.ts';
import type { z } from 'zod';
import type { Caller, Handlers } from './types.ts';

export interface Connection {
  /** Takes a message of the window, unchecked. */
  receive(message: unknown): void;
  /** Call when the window is gone. Its open calls are cancelled; jobs continue. */
  close(): void;
}

/** Opens a connection. `key` identifies it; `onClose` is called once. */
export function openConnection(
  handlers: Handlers,
  key: object,
  send: (message: ToWindow) => void,
  onClose: () => void,
): Connection {
  const asked = new Map<number, AbortController>();
  let open = true;
  const reply = (message: ToWindow): void => {
    if (open) send(message);
  };

  const serve = async (id: number, name: string, request: unknown): Promise<void> => {
    if (asked.has(id)) return reply(failed(id, 'contract.id', `A call with the id ${id} is being answered; use another.`));
    const abort = new AbortController();
    asked.set(id, abort);
    try {
      reply(await answer(handlers, id, name, request, { signal: abort.signal, connection: key }));
    } catch (error) {
      reply({ kind: 'failed', id, error: wireError(error) });
    } finally {
      asked.delete(id);
    }
  };

  return {
    receive(message) {
      const parsed = fromWindow.safeParse(message);
      // A message without an id has no sender to answer.
      if (!parsed.success) return reply(failed(idOf(message), 'contract.envelope', describe('the message', parsed.error)));
      if (parsed.data.kind === 'abort') return asked.get(parsed.data.id)?.abort();
      const { id, name, request } = parsed.data;
      void serve(id, name, request);
    },
    close() {
      if (!open) return;
      open = false;
      for (const abort of asked.values()) abort.abort();
      onClose();
    },
  };
}

async function answer(handlers: Handlers, id: number, name: string, raw: unknown, caller: Caller): Promise<ToWindow> {
  if (!Object.hasOwn(CALLS, name)) return failed(id, 'contract.unknown', `There is no call ${JSON.stringify(name)}.`);
  const call = CALLS[name as CallName];
  const request = readRequest(call, raw);
  if (!request) return failed(id, 'contract.request', `${name}: the request is nested too deeply.`);
  if (!request.success) return failed(id, 'contract.request', describe(name, request.error));
  const handler = handlers[name as CallName] as (request: unknown, caller: unknown) => unknown;
  const response = await handler(request.data, caller);
  const checked = call.response.safeParse(response);
  if (checked.success) return { kind: 'done', id, response: checked.data };
  // A bug: a service returned data that does not match the contract.
  throw new Error(`the response of ${name} is not what the contract says: ${describe(name, checked.error)}`);
}

/** The checked request; undefined if it is nested too deeply for the check. */
function readRequest(call: (typeof CALLS)[CallName], raw: unknown) {
  try {
    return call.request.safeParse(raw);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const failed = (id: number, code: string, message: string): ToWindow => ({ kind: 'failed', id, error: { code, message } });

/** The first problem, with its path. */
function describe(what: string, { issues }: z.ZodError): string {
  const [issue] = issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return `${what}: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'not understood'}.`;
}

function idOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : 0;
}
