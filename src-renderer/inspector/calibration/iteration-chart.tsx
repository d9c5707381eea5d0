/** How threshold iteration approaches its answer: θ after each iteration. */
import type { ReactElement } from 'react';
import { useAnswer, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { significant, threshold } from '../../ui/format.ts';
import { ErrorPanel } from '../../ui/index.ts';
import { ticks } from '../../../src-shared/format/index.ts';
import { useSize } from '../../ui/use-size.ts';
import { Section } from '../facts.tsx';

const LEFT = 36;
const RIGHT = 8;
const HEIGHT = 88;
const AXIS = 30;

/** The curve of one channel of a layer. */
export function IterationChart({ layer, channel }: { readonly layer: string; readonly channel: number }): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const calibration = useWorkbench(({ calibration }) => calibration?.id ?? null);
  const key = calibration === null ? null : `${path} ${calibration} ${layer} ${channel}`;
  const answer = useAnswer('calibration.iteration', { path, layer, channel }, key, `${path} ${layer}`);
  const [box, { width }] = useSize<HTMLDivElement>();
  return (
    <Section title={texts.iteration}>
      <div className="inspector-box" ref={box} style={{ minHeight: HEIGHT + AXIS + 20 }}>
        {answer.state === 'failed' && <ErrorPanel error={answer.error} onRetry={answer.retry} />}
        {answer.state === 'here' && width > 0 && (
          <>
            <Curve thresholds={answer.value.thresholds} width={width} name={texts.iterationName(channel)} />
            <p className="inspector-note">
              {answer.value.solved
                ? texts.iterationSolved(threshold(answer.value.thresholds.at(-1)!), answer.value.thresholds.length - 1)
                : texts.iterationUnsolved}
            </p>
          </>
        )}
      </div>
    </Section>
  );
}

interface CurveProps {
  readonly thresholds: readonly number[];
  readonly width: number;
  readonly name: string;
}

function Curve({ thresholds, width, name }: CurveProps): ReactElement {
  const finite = thresholds.filter(Number.isFinite);
  const most = Math.max(...finite, Number.MIN_VALUE) * 1.05;
  const last = Math.max(1, thresholds.length - 1);
  const right = width - RIGHT;
  const x = (index: number): number => LEFT + (index / last) * (right - LEFT);
  const y = (theta: number): number => HEIGHT - 2 - (theta / most) * (HEIGHT - 4);
  const points = thresholds.flatMap((theta, index) =>
    Number.isFinite(theta) ? [`${x(index).toFixed(1)},${y(theta).toFixed(1)}`] : [],
  );
  return (
    <svg className="inspector-chart" width={width} height={HEIGHT + AXIS} role="img" aria-label={name}>
      <rect className="inspector-plot" x={LEFT} y={0} width={right - LEFT} height={HEIGHT} />
      <polyline className="inspector-stairs" points={points.join(' ')} />
      <g className="inspector-axis" textAnchor="end">
        {ticks(0, most, 3).map((tick) => (
          <text key={tick} x={LEFT - 4} y={Math.max(10, y(tick) + 4)}>
            {significant(tick, 2)}
          </text>
        ))}
      </g>
      <g className="inspector-axis" textAnchor="middle">
        {ticks(0, last, Math.min(last, 5)).map((tick) => (
          <text key={tick} x={x(tick)} y={HEIGHT + 13}>
            {tick}
          </text>
        ))}
        <text x={(LEFT + right) / 2} y={HEIGHT + AXIS - 4}>
          {texts.iterationAxis}
        </text>
      </g>
      <text className="inspector-axis" transform={`translate(10 ${HEIGHT / 2}) rotate(-90)`} textAnchor="middle">
        θ
      </text>
    </svg>
  );
}
