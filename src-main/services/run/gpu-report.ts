/** `gpu`: the graphics adapters of this machine, and whether the one that would be used computes what the gpu engine needs. */
import type { AdapterFacts, ListedAdapter, SelfTest } from '../../engines/gpu/index.ts';

export interface GpuReportRequest {
  /** As of an `EngineRequest`. */
  readonly gpuAdapter?: string | undefined;
}

export interface GpuReport {
  readonly adapters: readonly ListedAdapter[];
  /** The adapter that was tested. */
  readonly adapter: AdapterFacts;
  readonly test: SelfTest;
}

/** Throws `engine.unavailable` with the reason where there is no such adapter. */
export async function gpuReport({ gpuAdapter }: GpuReportRequest): Promise<GpuReport> {
  const { listAdapters, loadRuntime, openDevice, selfTest, writeModel } = await import('../../engines/gpu/index.ts');
  const adapters = await listAdapters();
  const opened = await openDevice(gpuAdapter);
  return { adapters, adapter: opened.facts, test: await selfTest(opened, await loadRuntime(), writeModel) };
}
