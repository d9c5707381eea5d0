/** `spikeloom export --preview`: what the format cannot hold of the project's plan, and what the reader of the files computes. Writes nothing. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { CAPSULE, type ReaderFigures } from '../../../src-shared/export/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import type { GivenOption } from '../../services/export/check-choices.ts';
import type { PlanPreview, PlansPreview } from '../../services/export/preview-plans.ts';
import { withJobs } from '../job.ts';
import { finish } from '../outcome.ts';
import { formatPairs, formatTable } from '../table.ts';
import { percent } from '../words.ts';

interface Choices {
  readonly format: string;
  readonly name?: string | undefined;
  readonly steps?: string | undefined;
  readonly batch?: number | undefined;
  readonly profile?: string | undefined;
  readonly 'adapt-plan'?: boolean | undefined;
}

/** Prints the preview and ends the program. Throws `option.invalid` for a capsule, which holds a run as it is. */
export async function previewOnly(project: string, choices: Choices, asJson: boolean): Promise<never> {
  const { format, name, steps, batch, profile, 'adapt-plan': adapt } = choices;
  if (format === CAPSULE) {
    throw new SpikeloomError('option.invalid', say`${option('preview')} is not for the format ${CAPSULE}; leave it out`, {
      at: { option: 'preview' },
    });
  }
  const options: Record<string, GivenOption> = { batch, profile, 'adapt-plan': adapt };
  const result = await withJobs(async (jobs) => {
    await jobs.check(project);
    return jobs.run('preview-plans', { project, format, name, steps, options });
  });
  return finish({ json: result, text: () => textOf(format, result) }, asJson);
}

function textOf(format: string, { own, adapted }: PlansPreview): string {
  const parts = [own.obstacles.length === 0 ? `${format} can hold every layer of this plan.` : obstacleTable(own)];
  if (adapted) {
    const left = new Set(adapted.obstacles.map(({ layer }) => layer));
    const rest = left.size === 0 ? '' : `; ${format} cannot hold it either: ${[...left].join(', ')}`;
    parts.push(formatPairs([['Adapted plan', `${settingsOf(adapted.plan)}${rest}`]]));
  }
  const { reader } = adapted ?? own;
  if (reader) parts.push(answerTable(reader));
  return parts.join('\n\n');
}

/** A row for each layer. An obstacle that no plan removes decides for its layer. */
const obstacleTable = ({ obstacles }: PlanPreview): string =>
  formatTable(
    [{ title: 'Layer' }, { title: 'Obstacles' }, { title: 'With --adapt-plan' }],
    [...Map.groupBy(obstacles, ({ layer }) => layer)].map(([layer, found]) => [
      layer,
      found.map(({ reason }) => reason).join(', '),
      found.every(({ byPlan }) => byPlan) ? 'removed' : 'stay',
    ]),
  );

/** The settings of a plan in a line. */
function settingsOf({ steps, defaults, layers }: Plan): string {
  const { threshold, ...others } = defaults;
  const entries = [...Object.entries({ ...(steps === undefined ? {} : { steps }), ...others })];
  const thresholds = Object.entries(threshold ?? {}).map(([key, value]) => `threshold ${key} ${value}`);
  const own = layers.length === 0 ? [] : [`own thresholds for ${layers.map(({ key }) => key).join(' ')}`];
  return [...entries.map(([key, value]) => `${key} ${value}`), ...thresholds, ...own].join(', ');
}

function answerTable({ label, labelled, samples, answers }: ReaderFigures): string {
  const what = labelled ? 'accuracy' : 'agreement';
  const cell = (of: ReaderFigures['answers'][number]['reader']): string => {
    const { value, interval } = of.accuracy ?? of.agreement;
    return `${percent(value)} (${interval.map(percent).join('–')})`;
  };
  return formatTable(
    [
      { title: 'Steps', align: 'right' },
      { title: `${label}, ${what} % (95 %)`, align: 'right' },
      { title: `Simulated, ${what} % (95 %)`, align: 'right' },
      { title: 'Samples', align: 'right' },
    ],
    answers.map(({ steps, reader, engine }) => [String(steps), cell(reader), cell(engine), String(samples)]),
  );
}
