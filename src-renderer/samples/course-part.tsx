/** One sample's whole course: its picture, and answer and margin after every step, as a chart or a table. */
import { type ReactElement, useMemo, useState } from 'react';
import type { SampleRecords } from '../../src-shared/metrics/index.ts';
import { courseOf, type SampleCourse } from '../../src-shared/results/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { Facts, SegmentedControl } from '../ui/index.ts';
import { useSize } from '../ui/use-size.ts';
import { marginText, type NameOf } from './class-names.ts';
import { CourseChart } from './course-chart.tsx';
import { SamplePicture } from './sample-picture.tsx';

const PICTURE = 96;

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
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="samples-part samples-course" aria-label={texts.course}>
      <header className="samples-part-head">
        <h3>{course ? texts.courseOf(whole(number)) : texts.course}</h3>
        <SegmentedControl
          label={texts.shownAs}
          value={asTable ? 'table' : 'chart'}
          options={[
            { value: 'chart', label: texts.chart },
            { value: 'table', label: texts.table },
          ]}
          onChange={(next) => setAsTable(next === 'table')}
        />
      </header>
      {course && (
        <>
          <div className="samples-about">
            <SamplePicture key={number} sample={number} side={PICTURE} />
            <About course={course} nameOf={nameOf} step={step} />
          </div>
          {asTable ? (
            <CourseTable course={course} nameOf={nameOf} step={step} />
          ) : (
            <Chart course={course} number={number} nameOf={nameOf} step={step} />
          )}
        </>
      )}
    </section>
  );
}

interface PartProps {
  readonly course: SampleCourse;
  readonly nameOf: NameOf;
  readonly step: number;
}

function About({ course, nameOf, step }: PartProps): ReactElement {
  const { label, float, steps, settled } = course;
  const { answer, margin } = steps[step - 1]!;
  return (
    <div className="samples-facts">
      <Facts
        className="samples-answers"
        facts={[
          ...(label === null ? [] : [[texts.columns.label, nameOf(label)] as const]),
          [texts.columns.float, nameOf(float)],
          [texts.columns.spiking, nameOf(answer)],
          [texts.columns.margin, marginText(margin)],
        ]}
      />
      <p className="samples-note">{texts.settled(settled)}</p>
    </div>
  );
}

function Chart({ course, number, nameOf, step }: PartProps & { readonly number: number }): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  return (
    <div className="samples-chart" ref={box}>
      {width > 0 && (
        <CourseChart course={course} number={number} nameOf={nameOf} step={step} width={width} height={Math.max(96, height)} />
      )}
    </div>
  );
}

const CourseTable = ({ course: { steps, float }, nameOf, step }: PartProps): ReactElement => (
  <div className="samples-table" tabIndex={0} role="group" aria-label={texts.course}>
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.columnStep}</th>
          <th scope="col">{texts.columnAnswer}</th>
          <th scope="col">{texts.sameAsFloat}</th>
          <th scope="col">{texts.columns.margin}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ step: at, answer, margin }) => (
          <tr key={at} aria-current={at === step ? 'step' : undefined}>
            <th scope="row">{at}</th>
            <td>{nameOf(answer)}</td>
            <td>{answer !== null && answer === float ? texts.yes : texts.no}</td>
            <td>{marginText(margin)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
