/** The chart of a course: the margin over time steps, with the stretches of equal answers named above it. */
import type { ReactElement } from 'react';
import { ticks } from '../../src-shared/format/index.ts';
import type { SampleCourse } from '../../src-shared/results/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { marginText, type NameOf } from './class-names.ts';

const [LEFT, RIGHT, TOP, AXIS] = [26, 8, 18, 18];
/** Width of a letter, about, and the least width that says something of a name, px. */
const [LETTER, LEAST_NAME] = [7, 36];

export interface CourseChartProps {
  readonly course: SampleCourse;
  readonly number: number;
  readonly nameOf: NameOf;
  /** The step whose answers are listed; marked by a line. */
  readonly step: number;
  /** Size of the drawing, px. */
  readonly width: number;
  readonly height: number;
}

/** Consecutive steps with the same answer. */
interface Stretch {
  readonly answer: number | null;
  readonly from: number;
  readonly to: number;
}

function stretchesOf(steps: SampleCourse['steps']): readonly Stretch[] {
  const stretches: { answer: number | null; from: number; to: number }[] = [];
  for (const { step, answer } of steps) {
    const last = stretches.at(-1);
    if (last && last.answer === answer) last.to = step;
    else stretches.push({ answer, from: step, to: step });
  }
  return stretches;
}

export function CourseChart({ course, number, nameOf, step, width, height }: CourseChartProps): ReactElement {
  const { steps, float } = course;
  const [right, bottom] = [width - RIGHT, height - AXIS];
  const stretches = stretchesOf(steps);
  // Half a step is left free at both ends, so that every step has a place of its own.
  const place = (right - LEFT) / steps.length;
  const x = (at: number): number => LEFT + (at - 0.5) * place;
  const y = (margin: number): number => bottom - margin * (bottom - TOP);
  const known = steps.flatMap(({ step: at, margin }) => (margin === null ? [] : [{ at, margin }]));
  const words = stretches.map(({ answer, from, to }) => texts.courseStretch(nameOf(answer), from, to)).join(', ');
  return (
    <svg
      className="samples-course-chart"
      width={width}
      height={height}
      role="img"
      aria-label={texts.courseChart(whole(number), words)}
    >
      {stretches.map(({ answer, from, to }, index) => (
        <g key={from}>
          <rect
            className={index % 2 === 0 ? 'samples-stretch' : 'samples-stretch-other'}
            x={x(from) - place / 2}
            y={0}
            width={(to - from + 1) * place}
            height={bottom}
          />
          <StretchName name={nameOf(answer)} x={x(from) - place / 2} width={(to - from + 1) * place} />
        </g>
      ))}
      <g className="samples-axis" textAnchor="end">
        {ticks(0, 1, 3).map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 4} y={y(tick) + 4}>
              {tick}
            </text>
          </g>
        ))}
      </g>
      <line className="samples-step-line" x1={x(step)} x2={x(step)} y1={TOP} y2={bottom} />
      <polyline className="samples-margin" points={known.map(({ at, margin }) => `${x(at)},${y(margin)}`).join(' ')} />
      {steps.map(({ step: at, answer, margin }) => (
        <g key={at}>
          {margin === null ? null : <Mark x={x(at)} y={y(margin)} isFloat={answer !== null && answer === float} />}
          <rect className="samples-hover" x={x(at) - place / 2} y={0} width={place} height={bottom}>
            <title>{texts.hovered(texts.stepOption(at), nameOf(answer), marginText(margin))}</title>
          </rect>
        </g>
      ))}
      <g className="samples-axis" textAnchor="middle">
        {ticks(1, steps.length, Math.min(steps.length, 6))
          .filter(Number.isInteger)
          .map((tick) => (
            <text key={tick} x={x(tick)} y={bottom + 13}>
              {tick}
            </text>
          ))}
      </g>
    </svg>
  );
}

/** The answer of a stretch, if there is room for some of it. */
const StretchName = ({ name, x, width }: { readonly name: string; readonly x: number; readonly width: number }) =>
  width < Math.min(LEAST_NAME, LETTER * name.length + 4) ? null : (
    <svg x={x} y={0} width={width} height={TOP}>
      <text className="samples-stretch-name" x={4} y={13}>
        {name}
      </text>
    </svg>
  );

/** What the marks stand for. */
export const CourseLegend = (): ReactElement => (
  <span className="samples-legend">
    {[true, false].map((isFloat) => (
      <span key={String(isFloat)}>
        <svg width={10} height={10} aria-hidden>
          <Mark x={5} y={5} isFloat={isFloat} />
        </svg>
        {isFloat ? texts.sameAsFloat : texts.otherThanFloat}
      </span>
    ))}
  </span>
);

/** Filled and round for the float network's answer, a hollow square for another. */
const Mark = ({ x, y, isFloat }: { readonly x: number; readonly y: number; readonly isFloat: boolean }): ReactElement =>
  isFloat ? (
    <circle className="samples-mark" cx={x} cy={y} r={3} />
  ) : (
    <rect className="samples-mark-other" x={x - 3} y={y - 3} width={6} height={6} />
  );
