/** The window's own client and state over a connection to a host under test, without a page. */
import { toWindow } from '../../../src-shared/contract/index.ts';
import type { Channel } from '../../../src-renderer/host/channel.ts';
import type { Transport } from './host-under-test.ts';

/** A transport as the channel of a window. Files are handed over by paths: an upload is refused. */
export const channelOf = (transport: Transport): Channel => ({
  send: (message) => transport.send(message),
  onMessage: (listener) => transport.onMessage((raw) => listener(toWindow.parse(raw))),
  onState: (listener) => listener('open'),
  upload: () => Promise.reject(new Error('a window without a page has no files to hand over')),
});
