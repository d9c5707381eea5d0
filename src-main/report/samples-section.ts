/** The samples of a run: the number that conversion flips, and the least certain answers. */
import { NONE } from '../../src-shared/format/index.ts';
import type { DigestedSample, SampleDigest } from '../../src-shared/results/index.ts';
import { whole } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

const labels: Column<DigestedSample> = { title: 'Label', kind: 'number', cell: ({ label }) => classOf(label) };

/** A class by its number. */
const classOf = (answer: number | null): string => (answer === null || answer < 0 ? NONE : String(answer));

export function samplesSection({ samples, steps, isLabelled, counts, after, least }: SampleDigest): Html {
  const figures = [
    `Float and spiking answer differ on ${whole(counts.flipped)}.`,
    ...(isLabelled
      ? [
          `Only the float network is right on ${whole(counts['spiking-wrong'])}, only the spiking one on ${whole(counts['float-wrong'])}, neither on ${whole(counts['both-wrong'])}.`,
        ]
      : []),
    ...(steps > 1 ? [`The spiking answer to ${whole(counts.late)} changes after step ${after}.`] : []),
  ];
  const columns: Column<DigestedSample>[] = [
    { title: 'Sample', kind: 'number', cell: ({ sample }) => whole(sample) },
    ...(isLabelled ? [labels] : []),
    { title: 'Float', kind: 'number', cell: ({ float }) => classOf(float) },
    { title: 'Spiking', kind: 'number', cell: ({ spiking }) => classOf(spiking) },
    { title: 'Margin', kind: 'number', cell: ({ margin }) => margin?.toFixed(3) ?? NONE },
    { title: 'Settled at step', kind: 'number', cell: ({ settled }) => String(settled) },
    { title: '', cell: (one) => marksOf(one) },
  ];
  const about =
    'The answers with the least softmax margin, the least certain first. Samples are counted from 0 in the order of the run, classes from 0.';
  return html`<h2>Samples</h2><p>Of ${whole(samples)} samples after ${steps === 1 ? '1 step' : `${steps} steps`}: ${figures.join(' ')}</p><p class="small">${about}</p>${table(columns, least)}`;
}

/** The fault of an answer, in words. */
const marksOf = ({ label, float, spiking }: DigestedSample): string =>
  [
    ...(spiking < 0 || spiking !== float ? ['differs from float'] : []),
    ...(label !== null && spiking !== label ? ['wrong'] : []),
  ].join(', ');
