/** A connection to the services, whatever carries it. */
import type { FromWindow, ToWindow } from '../../src-shared/contract/index.ts';

/** Why a host does not let this window in. */
export type Refusal = 'no-code' | 'other-key' | 'code-used' | 'code-expired' | 'other-program';

/** With a refusal, a host answers, but does not let this window in. */
export type ChannelState = 'connecting' | 'open' | 'lost' | Refusal;

/** A file that was handed over: where the services find it, and what a person must know of it. */
export interface Uploaded {
  readonly path: string;
  readonly notes: readonly string[];
}

export interface Channel {
  /** Sends a message; one that cannot be sent now is dropped, and `onState` has said why. */
  send(message: FromWindow): void;
  onMessage(listener: (message: ToWindow) => void): void;
  onState(listener: (state: ChannelState) => void): void;
  /** Hands a dropped file over. Rejects with an Error whose message is for people, or an AbortError. */
  upload(file: File, signal?: AbortSignal): Promise<Uploaded>;
}
