/**
 * The device of an engine, which its sessions share and use one after another. It stays open for the next session: a device compiles its kernels
 * and models once, which takes much longer than most runs do.
 */
import type { Message } from '../src-shared/message/index.ts';
import type { GpuHost } from './host.ts';
import { type LiveDevice, shareDevice, type SharedDevice } from './live-device.ts';

export interface Devices {
  /** A share of the device. A device is opened if there is none, or if the last one was lost. Throws `engine.unavailable`. */
  share(): Promise<LiveDevice>;
  /** Notes on what the self-test found on the device of a share. */
  tested(live: LiveDevice): Promise<Message[]>;
  /** Does the work when all work before is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export function createDevices(host: GpuHost): Devices {
  const open = async (): Promise<SharedDevice> => shareDevice(await host.open(), await host.runtime(), host.writeModel);
  let current: Promise<SharedDevice> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async share() {
      current = current ? current.then((known) => (known.isLost() ? open() : known), open) : open();
      return (await current).share();
    },
    tested: async ({ facts }) => (host.tested ? [await host.tested(facts)] : []),
    inTurn(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
