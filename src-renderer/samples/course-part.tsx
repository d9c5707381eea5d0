/** One sample's whole course: its picture, and answer and margin after every step. */
import { type ReactElement, useMemo } from 'react';
import type { SampleRecords } from '../../src-shared/metrics/index.ts';
import { courseOf, type SampleCourse } from '../../src-shared/results/index.ts';
import { Chart } from '../charts/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { Facts } from '../ui/index.ts';
import { marginText, type NameOf } from './class-names.ts';
import { coursePlot, courseTable, courseWords } from './course-plot.ts';
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
  const plot = useMemo(() => course && coursePlot(course, nameOf), [course, nameOf]);
  if (!course || !plot) return <section className="samples-part samples-course" aria-label={texts.course} />;
  const words = courseWords(course.steps, nameOf);
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
      <Chart
        className="samples-chart"
        title={texts.courseTitle(whole(number))}
        about={texts.marginAbout}
        plot={plot}
        summary={texts.courseChart(whole(number), words)}
        table={() => courseTable(course, nameOf)}
      />
    </section>
  );
}

interface AboutProps {
  readonly course: SampleCourse;
  readonly nameOf: NameOf;
  readonly step: number;
}

function About({ course, nameOf, step }: AboutProps): ReactElement {
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
