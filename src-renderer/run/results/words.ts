/** What a run's figures come to, in sentences: for the strip, and for those who hear it instead of seeing curves. */
import type { Plot } from '../../../src-shared/charts/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent, ratio } from '../../ui/format.ts';
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
export function curveWords(title: string, { marks, y: { format } }: Plot): string {
  const parts = marks.flatMap((mark) => {
    if (mark.kind !== 'line') return [];
    const known = mark.y.filter((value) => value !== null);
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [mark.reference ? `${mark.name} ${format(last)}` : texts.summaryLine(mark.name, format(first), format(last))];
  });
  return `${title}: ${texts.summary(parts)}`;
}
