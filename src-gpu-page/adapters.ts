/** The adapter of the page: a browser gives one, and names it as far as it is allowed to. */
import { chooseAdapter, type OpenDevice, openDeviceOn, SOFTWARE } from '../src-gpu/index.ts';
import { SpikeloomError } from '../src-shared/errors/index.ts';

/** More of an adapter where pages may know it: with the feature WebGPUDeveloperFeatures of Chromium. */
interface KnownInfo extends GPUAdapterInfo {
  readonly backend?: string;
  readonly driver?: string;
}

/** A device on the page's adapter, if it fits `wanted` as of `chooseAdapter`. Throws `engine.unavailable` with the reason and what to do. */
export async function openDevice(wanted?: string): Promise<OpenDevice> {
  const { gpu } = navigator as { readonly gpu?: GPU };
  if (!gpu) {
    const message = 'The gpu engine needs WebGPU, which this version of the program does not have. Use the cpu engine.';
    throw new SpikeloomError('engine.unavailable', message);
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance', forceFallbackAdapter: wanted === SOFTWARE });
  const info = adapter?.info as KnownInfo | undefined;
  const listed = info ? [{ name: nameOf(info), backend: info.backend ?? 'WebGPU' }] : [];
  return await openDeviceOn(chooseAdapter(listed, wanted), adapter, info?.driver ?? '');
}

/** The adapter's own name, or what else is known of it. */
const nameOf = ({ description, vendor, architecture }: GPUAdapterInfo): string =>
  description || [vendor, architecture].filter((part) => part !== '').join(' ') || 'an adapter without a name';
