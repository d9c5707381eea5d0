/** What a run's figures come to, in sentences: for the strip, and for those who hear it instead of seeing curves. */
import { runTexts as texts } from '../../texts/run.ts';
import { percent, ratio } from '../../ui/format.ts';
import type { Curves } from './curves.ts';
import { bestStop, dearer, enoughSteps, isLabelled, type RunFigures } from './step-figures.ts';

/** Within a point of the float network's accuracy is near enough. */
const SLACK = 0.01;

/** Whether it costs more than the float network: said first, and plainly. Empty before there are figures. */
export function costWords(figures: RunFigures): string {
  if (figures.steps.length === 0) return '';
  const above = dearer(figures).map(({ energy, ratio: times }) => texts.dearerPart(ratio(times), texts.names[energy]));
  return above.length === 0 ? texts.cheaper : texts.dearer(above);
}

/** After how many steps the float network is reached. Empty before there are figures. */
export function accuracyWords(figures: RunFigures): string {
  if (figures.steps.length === 0) return '';
  const steps = enoughSteps(figures, SLACK);
  // Without labels there is no accuracy: what is counted then are the float network's answers.
  const words = isLabelled(figures) ? texts.accuracyReached : texts.agreementReached;
  return steps === null ? words.never : words.after(steps);
}

/** What stopping early would save; empty where nothing is known of it. */
export function stoppingWords(figures: RunFigures): string {
  const stop = bestStop(figures, SLACK);
  if (!stop) return '';
  return texts.stopping(percent(stop.accuracy), stop.meanSteps.toFixed(1), String(stop.margin), ratio(stop.energyRatio));
}

/** The curves of a chart as a sentence. */
export function curveWords(title: string, { lines }: Curves, format: (value: number) => string): string {
  const parts = lines.flatMap(({ label, values, reference }) => {
    const known = values.filter((value): value is number => value !== null);
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [reference ? `${label} ${format(last)}` : texts.summaryLine(label, format(first), format(last))];
  });
  return `${title}: ${texts.summary(parts)}`;
}
