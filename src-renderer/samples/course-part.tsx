/** One sample's whole course: its picture, and answer and margin after every step, as a chart or a table. */
import { type ReactElement, useMemo } from 'react';
import type { SampleRecords } from '../../src-shared/metrics/index.ts';
import { courseOf, type SampleCourse } from '../../src-shared/results/index.ts';
import { ChartFrame, type ChartTable } from '../charts/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { Facts } from '../ui/index.ts';
import { useSize } from '../ui/use-size.ts';
import { marginText, type NameOf } from './class-names.ts';
import { CourseChart, CourseLegend } from './course-chart.tsx';
import { SamplePicture } from './sample-picture.tsx';

const PICTURE = 64;

export interface CoursePartProps {
  readonly records: SampleRecords;
  /** Row of the records; null while no sample is shown. */
  readonly row: number | null;
  /** Number of the sample in the dataset. */
  readonly number: number;
  /** The step whose answers are listed. */
  readonly step: number;
  readonly nameOf: NameOf;
}

export function CoursePart({ records, row, number, step, nameOf }: CoursePartProps): ReactElement {
  const course = useMemo(() => (row === null ? null : courseOf(records, row)), [records, row]);
  if (!course) return <section className="samples-part samples-course" aria-label={texts.course} />;
  return (
    <section className="samples-part samples-course" aria-label={texts.course}>
      <header className="samples-part-head">
        <h3>{texts.courseOf(whole(number))}</h3>
        <span className="samples-note">{texts.settled(course.settled)}</span>
      </header>
      <div className="samples-about">
        <SamplePicture key={number} sample={number} side={PICTURE} />
        <About course={course} nameOf={nameOf} step={step} />
      </div>
      <ChartFrame
        className="samples-chart"
        title={texts.courseTitle(whole(number))}
        about={texts.marginAbout}
        legend={<CourseLegend />}
        table={() => tableOf(course, nameOf)}
      >
        <Chart course={course} number={number} nameOf={nameOf} step={step} />
      </ChartFrame>
    </section>
  );
}

interface PartProps {
  readonly course: SampleCourse;
  readonly nameOf: NameOf;
  readonly step: number;
}

function About({ course, nameOf, step }: PartProps): ReactElement {
  const { label, float, steps } = course;
  const { answer, margin } = steps[step - 1]!;
  return (
    <Facts
      className="samples-answers"
      facts={[
        ...(label === null ? [] : [[texts.columns.label, nameOf(label)] as const]),
        [texts.columns.float, nameOf(float)],
        [texts.columns.spiking, nameOf(answer)],
        [texts.columns.margin, marginText(margin)],
      ]}
    />
  );
}

function Chart({ course, number, nameOf, step }: PartProps & { readonly number: number }): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  return (
    <div className="samples-drawing" ref={box}>
      {width > 0 && height > 0 && (
        <CourseChart course={course} number={number} nameOf={nameOf} step={step} width={width} height={height} />
      )}
    </div>
  );
}

const tableOf = ({ steps, float }: SampleCourse, nameOf: NameOf): ChartTable => ({
  columns: [
    { title: texts.columnStep, format: String },
    { title: texts.columnAnswer },
    { title: texts.sameAsFloat },
    { title: texts.columns.margin, format: marginText },
  ],
  rows: steps.map(({ step, answer, margin }) => [
    step,
    nameOf(answer),
    answer !== null && answer === float ? texts.yes : texts.no,
    margin,
  ]),
});
