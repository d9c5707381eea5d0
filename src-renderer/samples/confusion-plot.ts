/** A confusion matrix as a chart that can be copied, and as a table. */
import { type Axis, bandRange, type ChartTable, type Plot } from '../../src-shared/charts/index.ts';
import type { Confusion, ConfusionOf } from '../../src-shared/results/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { type NameOf, signed } from './class-names.ts';

export function confusionPlot(confusion: Confusion, of: ConfusionOf, nameOf: NameOf): Plot {
  const { classes } = confusion;
  const values = confusion[of];
  const format = of === 'difference' ? signed : whole;
  const names = Array.from({ length: classes }, (_, index) => nameOf(index));
  const axis = (label: string): Axis => ({
    ...{ label, unit: '', scale: 'band', range: bandRange(classes), names },
    format: (value) => names[Math.round(value)] ?? '',
  });
  const range: [number, number] = [Math.min(0, ...values), Math.max(0, ...values)];
  return {
    x: axis(texts.axisAnswer),
    y: axis(texts.axisLabel),
    marks: [
      {
        kind: 'cells',
        name: texts.matrix(texts.confusions[of]),
        rows: classes,
        columns: classes,
        values,
        range,
        format,
        unit: texts.samplesUnit,
      },
    ],
  };
}

/** One row for each label, one column for each answer. */
export function confusionTable(confusion: Confusion, of: ConfusionOf, nameOf: NameOf): ChartTable {
  const { classes } = confusion;
  const all = Array.from({ length: classes }, (_, index) => index);
  const format = of === 'difference' ? signed : whole;
  return {
    columns: [{ title: texts.columns.label }, ...all.map((answer) => ({ title: nameOf(answer), format }))],
    rows: all.map((label) => [nameOf(label), ...confusion[of].subarray(label * classes, (label + 1) * classes)]),
  };
}
