/** The use cases that run as jobs, by name; each is loaded only where it runs. */
import type { BenchRequest, BenchResult } from '../bench-model.ts';
import type { ConvertRequest, ConvertResult } from '../convert-model.ts';
import type { EvaluateRequest, EvaluateResult } from '../evaluate-project.ts';
import type { MergeRequest, MergeResult } from '../merge-shards.ts';
import type { ServiceContext } from '../progress.ts';
import type { SimulateRequest, SimulateResult } from '../simulate-model.ts';

/** What each job is asked and answers: plain data, which travels between processes. */
export interface JobTypes {
  convert: { request: ConvertRequest; result: ConvertResult };
  simulate: { request: SimulateRequest; result: SimulateResult };
  evaluate: { request: EvaluateRequest; result: EvaluateResult };
  merge: { request: MergeRequest; result: MergeResult };
  bench: { request: BenchRequest; result: BenchResult };
}

export type JobName = keyof JobTypes;
export type RequestOf<N extends JobName> = JobTypes[N]['request'];
export type ResultOf<N extends JobName> = JobTypes[N]['result'];

type Job<N extends JobName> = (request: RequestOf<N>, context: ServiceContext) => Promise<ResultOf<N>>;

export const JOBS: { readonly [N in JobName]: () => Promise<Job<N>> } = {
  convert: async () => (await import('../convert-model.ts')).convertModel,
  simulate: async () => (await import('../simulate-model.ts')).simulateModel,
  evaluate: async () => (await import('../evaluate-project.ts')).evaluateProject,
  merge: async () => (await import('../merge-shards.ts')).mergeShards,
  bench: async () => (await import('../bench-model.ts')).benchModel,
};
