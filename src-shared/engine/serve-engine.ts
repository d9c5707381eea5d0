/** The engine interface over messages: the side of the engine. */
import { SpikeloomError } from '../errors/index.ts';
import { plainError } from '../errors/plain-error.ts';
import type { Engine, EngineSession } from './engine.ts';
import type { EngineAnswer, EngineCall, EngineMessage, EngineResults } from './messages.ts';

/** Returns the handler of arriving messages. `post` sends an answer. An error in a call becomes its answer. */
export function serveEngine(engine: Engine, post: (answer: EngineAnswer) => void): (message: EngineMessage) => void {
  const sessions = new Map<number, EngineSession>();
  const running = new Map<number, AbortController>();

  const sessionOf = (id: number): EngineSession => {
    const session = sessions.get(id);
    if (!session) throw new SpikeloomError('engine.failed', `The session of the ${engine.id} engine is closed.`);
    return session;
  };

  const answer = async (call: EngineCall, id: number, signal: AbortSignal): Promise<EngineResults[keyof EngineResults]> => {
    switch (call.kind) {
      case 'prepare':
        sessions.set(id, await engine.prepare(call.network, call.options));
        return undefined;
      case 'float':
        return await sessionOf(call.session).float(call.inputs, call.batch, { signal });
      case 'summarise':
        return await sessionOf(call.session).summarise(call.inputs, call.batch, call.taps, { signal });
      case 'run': {
        const onProgress = (fraction: number): void => post({ kind: 'progress', id, fraction });
        return await sessionOf(call.session).run(call.inputs, call.batch, { ...call.options, signal, onProgress });
      }
      case 'notes':
        return await sessionOf(call.session).notes();
      case 'close': {
        const session = sessionOf(call.session);
        sessions.delete(call.session);
        await session[Symbol.asyncDispose]();
        return undefined;
      }
    }
  };

  const serve = async (call: EngineCall, id: number): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      post({ kind: 'done', id, result: await answer(call, id, controller.signal) });
    } catch (error) {
      post({ kind: 'failed', id, error: plainError(error) });
    } finally {
      running.delete(id);
    }
  };

  return (message) => {
    if (message.kind === 'cancel') running.get(message.id)?.abort();
    else void serve(message, message.id);
  };
}
