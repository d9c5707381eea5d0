/** The plan of a command: the plan file takes precedence over the command's options (docs/cli.md). */
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { parsePlan, type Plan, planFromOptions, type PlanOptions } from '../../../src-shared/plan/index.ts';
import { readUserText } from '../../files/user-file.ts';

export interface PlanRequest {
  readonly options: PlanOptions;
  readonly file?: string | undefined;
}

/** The plan of the request. Throws `option.invalid` for an option, and `plan.syntax` or `plan.invalid` for the file. */
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
