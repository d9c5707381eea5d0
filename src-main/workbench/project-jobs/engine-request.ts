/** The engine of a job, as the services take it: what the window asks for, on the adapter that the settings name. */
import type { EngineRequest } from '../../services/run/load-engine.ts';
import type { Context } from '../context.ts';

/** What a window says of the engine; null threads: one per core. */
interface Asked {
  readonly engine: EngineRequest['engine'];
  readonly threads: number | null;
}

/** The settings are read when the job begins, so that a job that is started again follows them. */
export async function engineRequest({ files }: Pick<Context, 'files'>, { engine, threads }: Asked): Promise<EngineRequest> {
  const { gpuAdapter } = await files.settings();
  return { engine, threads: threads ?? undefined, gpuAdapter: engine === 'gpu' ? (gpuAdapter ?? undefined) : undefined };
}
