/** `gpu`: the graphics adapters of this machine, and whether the one that would be used computes what the gpu engine needs. */
import type { AdapterFacts, ListedAdapter, SelfTest } from '../../engines/gpu/index.ts';
import { checkNetwork, type NetworkCheck } from './gpu-network-check.ts';

export interface GpuReportRequest {
  /** As of an `EngineRequest`. */
  readonly gpuAdapter?: string | undefined;
}

export interface GpuReport {
  readonly adapters: readonly ListedAdapter[];
  /** The adapter that was tested. */
  readonly adapter: AdapterFacts;
  readonly test: SelfTest;
  /** A small network against the reference engine. */
  readonly network: NetworkCheck;
  /** Both are right. The user's folder keeps it, for the notes of runs. */
  readonly correct: boolean;
}

/** Throws `engine.unavailable` with the reason where there is no such adapter, `output.unwritable` if the verdict cannot be kept. */
export async function gpuReport({ gpuAdapter }: GpuReportRequest): Promise<GpuReport> {
  const gpu = await import('../../engines/gpu/index.ts');
  const adapters = await gpu.listAdapters();
  const opened = await gpu.openDevice(gpuAdapter);
  const test = await gpu.selfTest(opened, await gpu.loadRuntime(), gpu.writeModel);
  const network = await checkNetwork(gpu.gpuEngine(gpuAdapter));
  const correct = test.correct && network.correct;
  await gpu.keepVerdict(opened.facts, correct);
  return { adapters, adapter: opened.facts, test, network, correct };
}
