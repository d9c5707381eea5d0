/** Sentences on the result of tuning: the message of the saved version, and notes. */
import { NONE, points } from '../../../src-shared/format/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { baselineKinds, formatBudget, type Goal, type PlanResult, type Versus } from '../../../src-shared/tuning/index.ts';

/** What the sentences are about. */
export interface About {
  readonly goal: Goal;
  readonly found: PlanResult;
  readonly versus: readonly Versus[];
  readonly reasons: readonly string[];
  /** Id of the energy model. */
  readonly model: string;
  readonly tried: number;
}

/** A share as percent with one digit, without the sign. */
const percent = (share: number): string => (100 * share).toFixed(1);

type Way = Pick<PlanResult, 'steps' | 'readout' | 'stop_margin' | 'numbers'>;

/** The way to use a plan: `the mean of steps 2…3, stopping at a margin above 0.8`. */
export function wayOf({ steps, readout, stop_margin: margin, numbers }: Way): string {
  const count = `${steps} ${steps === 1 ? 'step' : 'steps'}${numbers === 'int8' ? ' with int8 numbers' : ''}`;
  if (margin !== null) return `at most ${count}, stopping once the softmax margin exceeds ${margin}`;
  return readout.from === 1 ? count : `${count}, the answer from the mean of steps ${readout.from} to ${steps}`;
}

/** The message of the version: what the plan reaches, and why it is as it is. */
export function versionMessage({ goal, found, versus, reasons, model, tried }: About): string {
  const { holdout } = found;
  const quality =
    holdout.accuracy === null
      ? `${percent(holdout.agreement)} % agree with the float network`
      : `${percent(holdout.accuracy)} % right (float ${percent(holdout.float_accuracy!)} %)`;
  const ratio = holdout.energy_ratio === null ? '' : `, ${holdout.energy_ratio.toPrecision(3)} of the float energy (${model})`;
  const over = versusTexts(versus);
  const changes = reasons.length === 0 ? ['one setting for all layers'] : reasons;
  return [
    `Tuned for ${goal.minimise}${goal.budgets.length === 0 ? '' : ` within ${goal.budgets.map(formatBudget).join(', ')}`}, ${tried} plans tried.`,
    `Use: ${wayOf(found)}.`,
    `On ${holdout.samples} samples held out: ${quality}${ratio}.`,
    ...over,
    `Changes: ${changes.join('; ')}.`,
  ].join(' ');
}

const VERDICTS: Readonly<Record<Versus['verdict'], string>> = {
  better: 'better by more than noise',
  'within-noise': 'no winner: the gain is within noise',
  'less-accurate': 'no winner: it is surely less often right',
  'beyond-budget': 'no winner: on the hold-out it exceeds the budget by more',
};

/** One sentence on the best plan beside each baseline. */
export function versusTexts(versus: readonly Versus[]): string[] {
  const kinds = baselineKinds(versus);
  return versus.map((one, i) => versusText(one, `the best ${kinds[i]!} setting`));
}

function versusText({ numbers, energy_share, accuracy, verdict }: Versus, kind: string): string {
  const name = numbers === 'int8' ? `${kind} with int8 numbers` : kind;
  const energy = `${percent(Math.abs(1 - energy_share))} % ${energy_share <= 1 ? 'less' : 'more'} energy than ${name}`;
  const [low, high] = accuracy.interval.map((one) => (one === null ? NONE : points(one)));
  return `${energy}; accuracy differs by ${points(accuracy.value)} points (${low} to ${high}); ${VERDICTS[verdict]}.`;
}

interface NotesAbout extends About {
  readonly isMet: boolean;
  readonly isComplete: boolean;
  readonly labelled: boolean;
  /** Number of neuron layers, and of those that keep their settings because a rule of the plan names them. */
  readonly layers: number;
  readonly fixed: number;
}

/** What a reader must know of a result. */
export function tuningNotes({ goal, found, isMet, isComplete, labelled, layers, fixed }: NotesAbout): Message[] {
  const notes: Message[] = [];
  const drop = goal.budgets.find(({ quantity }) => quantity === 'accuracy-drop');
  if (!labelled)
    notes.push(
      'The samples have no labels: an answer counts as right if it is that of the float network, so that a drop of accuracy is one of agreement.',
    );
  if (!isMet)
    notes.push('No plan that was tried meets the budgets on the tuning part. The nearest one is shown, and nothing was saved.');
  if (isMet && !found.holdout.meets_budget)
    notes.push('The plan meets the budgets on the tuning part and not on the hold-out: the difference is that of the samples.');
  if (!isComplete)
    notes.push(
      say`The search ended before it had tried everything, because of ${option('trials')} or ${option('time')}. Called again with more, it goes on.`,
    );
  if (drop && drop.limit !== 'int8' && drop.limit > 0) {
    const changed = Math.max(1 - found.holdout.agreement, 1 / found.holdout.samples);
    const needed = Math.ceil(changed * (196 / drop.limit) ** 2);
    if (needed > found.holdout.samples)
      notes.push(
        `To tell a drop of ${drop.limit} points from noise, about ${needed.toLocaleString('en-US')} held-out samples are needed; there are ${found.holdout.samples.toLocaleString('en-US')}.`,
      );
  }
  if (fixed > 0) {
    const searched = fixed === layers ? ': only steps, readout and early stopping were searched' : '';
    notes.push(`The plan’s rules name ${fixed} of ${layers} neuron layers, which keep their settings${searched}.`);
  }
  if (layers === 1) notes.push('The network has one neuron layer, so that a uniform plan is all there is to find.');
  return notes;
}
