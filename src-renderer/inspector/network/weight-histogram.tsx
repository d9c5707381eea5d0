/** The values of a weight as bars. */
import { type ReactElement, useMemo } from 'react';
import { fromZero, type Plot } from '../../../src-shared/charts/index.ts';
import type { Weight } from '../../../src-shared/contract/index.ts';
import { Chart } from '../../charts/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { count as inWords, significant, whole } from '../../ui/format.ts';

export interface WeightHistogramProps {
  readonly histogram: NonNullable<Weight['histogram']>;
  readonly name: string;
}

export function WeightHistogram({ histogram, name }: WeightHistogramProps): ReactElement {
  const plot = useMemo((): Plot => {
    const { low, high, counts } = histogram;
    const edge = (bin: number): number => low + ((high - low) * bin) / counts.length;
    return {
      x: {
        label: '',
        unit: '',
        scale: 'linear',
        range: [low, high],
        format: (value) => significant(value),
        tick: (value) => significant(value, 2),
      },
      y: { label: '', unit: '', scale: 'linear', range: fromZero(counts), format: whole, tick: inWords, whole: true },
      marks: [
        {
          kind: 'bars',
          along: 'x',
          name: texts.weightValues,
          colour: 'accent',
          pattern: 'solid',
          bars: counts.map((count, bin) => ({ start: edge(bin), end: edge(bin + 1), from: 0, to: count })),
        },
      ],
    };
  }, [histogram]);
  const words = texts.histogramOf(name, significant(histogram.low), significant(histogram.high));
  return <Chart className="inspector-figure" plot={plot} title={texts.histogramTitle(name)} summary={words} />;
}
