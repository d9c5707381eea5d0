/** The plan of a command: its options, with the plan file laid over them (docs/cli.md). */
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { parsePlan, type Plan, planFromOptions, type PlanOptions } from '../../../src-shared/plan/index.ts';
import { readUserText } from '../../files/user-file.ts';

export interface PlanRequest {
  readonly options: PlanOptions;
  readonly file?: string | undefined;
}

/** Throws `option.invalid`, and for the file `plan.syntax` and `plan.invalid`. */
export async function loadPlan({ options, file }: PlanRequest): Promise<Plan> {
  if (file === undefined) return planFromOptions(options);
  let text: string;
  try {
    text = await readUserText(file);
  } catch (cause) {
    throw new SpikeloomError('plan.invalid', `${file}: the plan cannot be read: ${accessProblem(cause)}`, {
      at: { file, option: 'plan' },
      cause,
    });
  }
  return planFromOptions(options, parsePlan(text, file));
}
