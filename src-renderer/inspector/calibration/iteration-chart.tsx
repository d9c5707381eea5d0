/** How threshold iteration approaches its answer: θ after each iteration. */
import { type ReactElement, useMemo } from 'react';
import { fromZero, type Plot } from '../../../src-shared/charts/index.ts';
import { Chart } from '../../charts/index.ts';
import { useAnswer, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { significant, threshold } from '../../ui/format.ts';
import { ErrorPanel } from '../../ui/index.ts';
import { Section } from '../facts.tsx';

/** The curve of one channel of a layer. */
export function IterationChart({ layer, channel }: { readonly layer: string; readonly channel: number }): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const calibration = useWorkbench(({ calibration }) => calibration?.id ?? null);
  const key = calibration === null ? null : `${path} ${calibration} ${layer} ${channel}`;
  const answer = useAnswer('calibration.iteration', { path, layer, channel }, key, `${path} ${layer}`);
  return (
    <Section title={texts.iteration}>
      <div className="inspector-box">
        {answer.state === 'failed' && <ErrorPanel error={answer.error} onRetry={answer.retry} />}
        {answer.state === 'waiting' && <div className="inspector-figure" />}
        {answer.state === 'here' && (
          <>
            <Curve thresholds={answer.value.thresholds} name={texts.iterationName(channel)} />
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

function Curve({ thresholds, name }: { readonly thresholds: readonly number[]; readonly name: string }): ReactElement {
  const plot = useMemo((): Plot => {
    const y = thresholds.map((theta) => (Number.isFinite(theta) ? theta : null));
    const last = Math.max(1, thresholds.length - 1);
    return {
      x: { label: texts.iterationAxis, unit: '', scale: 'linear', range: [0, last], format: String, whole: true },
      y: {
        label: '',
        unit: '',
        scale: 'linear',
        range: fromZero(y.filter((theta) => theta !== null)),
        format: threshold,
        tick: (value) => significant(value, 2),
      },
      marks: [{ kind: 'line', name: 'θ', colour: 'accent', x: thresholds.map((_, index) => index), y, dash: [] }],
    };
  }, [thresholds]);
  return <Chart className="inspector-figure" plot={plot} title={name} summary={name} />;
}
