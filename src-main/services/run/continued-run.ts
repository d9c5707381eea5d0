/** Taking up a run that did not end: as the program asks for it again, or the reason why it cannot. */
import { z } from 'zod';
import { isEngineId } from '../../../src-shared/engine/index.ts';
import type { RunBrief, RunRecord } from '../../project/index.ts';
import type { RunPlanRequest } from './run-plan.ts';

/** The settings of a run as `evaluate` stores them. What only the command line can ask for must be absent. */
const settingsSchema = z.object({
  batch: z.int().min(1),
  limit: z.int().min(1).optional(),
  skipBad: z.literal(false),
  labels: z.undefined().optional(),
  shard: z.undefined().optional(),
});

type Continued = Pick<RunPlanRequest, 'version' | 'dataset' | 'limit' | 'batch' | 'engine'>;

/** The request that continues a run, or why there is none: one sentence for the person. */
export function continuedRun(
  run: Pick<RunRecord | RunBrief, 'id' | 'state' | 'plan' | 'dataset' | 'engine' | 'settings'>,
): Continued | { readonly refused: string } {
  const { id, state, plan: version, dataset, engine, settings } = run;
  if (state === 'done') return { refused: `Run ${id} is done; start a new one.` };
  if (state === 'running') return { refused: `Run ${id} is going on.` };
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success || !isEngineId(engine)) {
    const refused = `Run ${id} was started on the command line with options of its own; the same command takes it up where it stopped.`;
    return { refused };
  }
  const { batch, limit } = parsed.data;
  return { version, dataset, batch, engine, ...(limit === undefined ? {} : { limit }) };
}
