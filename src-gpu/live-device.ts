/** A device while it lives: what sessions have on it, and the ways in which it fails. */
import { SpikeloomError } from '../src-shared/errors/index.ts';
import type { OpenDevice } from './device.ts';
import { createKernelCompiler } from './gpu-js.ts';
import { createModels, type Models, type WriteModel } from './models.ts';
import type { Runtime } from './runtime.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** A device that sessions share: what is compiled for one of them serves all. */
export interface SharedDevice extends OpenDevice {
  readonly isLost: () => boolean;
  /** A share for one session. */
  share(): LiveDevice;
}

/** One session's share of a device. */
export interface LiveDevice extends OpenDevice {
  readonly workspace: Workspace;
  readonly models: Models;
  /** The result of the work, or what WebGPU complained of meanwhile. Throws `DeviceLost` as soon as the device is lost. */
  guard<T>(work: Promise<T>): Promise<T>;
  /** Gives back the memory of the session. */
  close(): void;
}

/** The device is gone, and with it all that was on it. */
export class DeviceLost extends SpikeloomError {
  constructor(reason: string, cause?: unknown) {
    super('engine.failed', `The graphics device was lost: ${reason || 'it gave no reason'}.`, { cause });
  }
}

/** WebGPU refused a part of the work, a buffer for want of memory for instance. What was made meanwhile may be of no use. */
export class WorkRefused extends SpikeloomError {
  constructor(reason: string) {
    super('engine.failed', `WebGPU refused a part of the work: ${reason}`);
  }
}

export function shareDevice(opened: OpenDevice, runtime: Runtime, write: WriteModel): SharedDevice {
  const { device } = opened;
  let refused: string | undefined;
  let isLost = false;
  device.onuncapturederror = ({ error }) => {
    refused ??= error.message.replaceAll(/\s+/g, ' ').trim();
  };
  const lost = device.lost.then(({ message }): never => {
    isLost = true;
    throw new DeviceLost(message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, ''));
  });
  // Nobody may be listening when it happens.
  lost.catch(() => undefined);
  const compiler = createKernelCompiler(device);

  const throwRefused = (): void => {
    if (refused === undefined) return;
    const reason = refused;
    refused = undefined;
    throw new WorkRefused(reason);
  };
  const guard = async <T>(work: Promise<T>): Promise<T> => {
    // Work that a lost device leaves hanging goes on unheard.
    work.catch(() => undefined);
    const result = await Promise.race([work, lost]).catch(async (error: unknown) => {
      // The work may have failed because the device is lost, or has refused something. The device reports that a little later.
      await Promise.race([lost, pause(REPORTED_WITHIN_MS)]);
      throwRefused();
      throw error;
    });
    throwRefused();
    return result;
  };
  const share = (): LiveDevice => {
    const workspace = createWorkspace(device, compiler);
    return { ...opened, workspace, models: createModels(runtime, device, write), guard, close: () => workspace.destroy() };
  };
  return { ...opened, isLost: () => isLost, share };
}

const REPORTED_WITHIN_MS = 50;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
