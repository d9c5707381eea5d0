/** A device while it lives: what a session has on it, and the ways in which it fails. */
import { SpikeloomError } from '../src-shared/errors/index.ts';
import type { OpenDevice } from './device.ts';
import { createModelLoader, type LoadModel, type Runtime } from './runtime.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface LiveDevice extends OpenDevice {
  readonly workspace: Workspace;
  readonly load: LoadModel;
  /** The result of the work, or what WebGPU complained of meanwhile. Throws `DeviceLost` as soon as the device is lost. */
  guard<T>(work: Promise<T>): Promise<T>;
  close(): void;
}

/** The device is gone, and with it all that was on it. */
export class DeviceLost extends SpikeloomError {
  constructor(reason: string, cause?: unknown) {
    super('engine.failed', `The graphics device was lost: ${reason || 'it gave no reason'}.`, { cause });
  }
}

export function createLiveDevice(opened: OpenDevice, runtime: Runtime): LiveDevice {
  const { device } = opened;
  let refused: string | undefined;
  device.onuncapturederror = ({ error }) => {
    refused ??= error.message.replaceAll(/\s+/g, ' ').trim();
  };
  const lost = device.lost.then(({ message }): never => {
    throw new DeviceLost(message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, ''));
  });
  // Nobody may be listening when it happens.
  lost.catch(() => undefined);
  const workspace = createWorkspace(device);
  return {
    ...opened,
    workspace,
    load: createModelLoader(runtime, device),
    async guard(work) {
      // Work that a lost device leaves hanging goes on unheard.
      work.catch(() => undefined);
      const result = await Promise.race([work, lost]).catch(async (error: unknown) => {
        // The work may have failed because the device is lost. The device reports its loss a little later.
        await Promise.race([lost, pause(LOSS_IS_HEARD_MS)]);
        throw error;
      });
      if (refused === undefined) return result;
      const message = `WebGPU refused a part of the work: ${refused}`;
      refused = undefined;
      throw new SpikeloomError('engine.failed', message);
    },
    close: () => {
      workspace.pool.clear();
      device.destroy();
    },
  };
}

const LOSS_IS_HEARD_MS = 50;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
