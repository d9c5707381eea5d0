/** The chart of a layer's threshold with what can be read off it in words; moving the line changes the plan when it is let go. */
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react';
import type { LayerStatistics, NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { type LayerSettings, stepsOf, tauOf } from '../../../src-shared/plan/index.ts';
import type { Range } from '../../charts/index.ts';
import { setSetting } from '../../layer-settings/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { percent, threshold, whole } from '../../ui/format.ts';
import { SegmentedControl } from '../../ui/index.ts';
import { useSize } from '../../ui/use-size.ts';
import { type Histogram, occupied, shareBelow } from './histogram.ts';
import { chartRange, MOST_STEPS, type Staircase, staircaseOf } from './staircase.ts';
import { scaleFor, type Thetas } from './theta.ts';
import { CHART_HEIGHT } from './threshold-chart.tsx';
import { ThresholdFigure } from './threshold-figure.tsx';

export interface ThresholdEditorProps {
  readonly layer: NeuronLayerInfo;
  readonly settings: LayerSettings;
  readonly statistics: LayerStatistics;
  readonly thetas: Thetas;
}

type DragMode = 'value' | 'scale';

/** Chart, legend and facts. */
export function ThresholdEditor({ layer, settings, statistics, thetas: shown }: ThresholdEditorProps): ReactElement {
  const [box, { width }] = useSize<HTMLDivElement>();
  const [preview, setPreview] = useState<number | null>(null);
  const [mode, setMode] = useState<DragMode>('value');
  const [drawn, setDrawn] = useState<number | null>(null);
  const steps = useWorkbench(({ history }) => (history ? stepsOf(history.plan) : 1));
  const tau = useWorkbench(({ history }) => (history ? tauOf(history.plan) : 1));
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const { channel, histogram } = statistics;
  useEffect(() => void setPreview(null), [layer.name, channel, shown.low, shown.middle, shown.high]);
  // The axis stays where it is while the line is moved.
  const range = useMemo(
    () => chartRange(histogram ? occupied(histogram) : [0, 0], shown.high, layer.rule),
    [histogram, shown.high, layer.rule],
  );
  const theta = preview ?? shown.middle;
  const request = useMemo(
    () => ({ settings, rule: layer.rule, tau, theta, steps: Math.min(drawn ?? steps, steps) }),
    [settings, layer.rule, tau, theta, steps, drawn],
  );
  const points = Math.max(2, 2 * width);
  const staircase = useMemo(() => staircaseOf(request, range, points, histogram), [request, range, points, histogram]);
  // A part of it is drawn finer. Its limits are those of the whole.
  const staircaseOver = useCallback(
    (part: Range): Staircase =>
      part === range ? staircase : { ...staircaseOf(request, part, points, null), limits: staircase.limits },
    [request, range, points, staircase],
  );
  const several = shown.count > 1;
  const scales = several && shown.scalable && mode === 'scale';
  const commit = (to: number): void => {
    if (scales) setSetting('inspector', [layer.name], 'threshold.scale', scaleFor(to, shown, settings.threshold.scale));
    else setSetting('inspector', [layer.name], 'threshold.value', to);
  };
  const valueText = (at: number): string =>
    histogram
      ? texts.thresholdValue(texts.theta(threshold(at)), shareText(shareBelow(histogram, at)))
      : texts.theta(threshold(at));
  return (
    <div className="inspector-box" ref={box}>
      {width > 0 ? (
        <ThresholdFigure
          name={texts.chartName(layer.name)}
          width={width}
          range={range}
          rule={layer.rule}
          histogram={histogram}
          staircaseOver={staircaseOver}
          share={shareText}
          legend={<Legend steps={staircase.steps} />}
          theta={theta}
          low={preview === null ? shown.low : theta}
          high={preview === null ? shown.high : theta}
          valueText={valueText}
          disabled={readOnly !== null}
          onPreview={setPreview}
          onCommit={commit}
        />
      ) : (
        <div style={{ height: CHART_HEIGHT }} />
      )}
      <StepsSlider drawn={staircase.steps} steps={steps} onChange={setDrawn} />
      <p className="inspector-note">
        {theta > 0 ? valueText(theta) : texts.neverFires}
        {several && channel === null && ` (${texts.thetaRange(whole(shown.count), threshold(shown.low), threshold(shown.high))})`}
      </p>
      <p className="inspector-note">{factsOf(staircase, histogram)}</p>
      {several && shown.scalable && (
        <div className="inspector-drag">
          <span>{texts.dragMode}</span>
          <SegmentedControl label={texts.dragMode} value={mode} options={DRAG_MODES} onChange={setMode} />
        </div>
      )}
      <p className="inspector-note">
        {!several ? texts.dragHint : scales ? texts.dragScaleHint : texts.dragValueHint(whole(shown.count))}
      </p>
    </div>
  );
}

const DRAG_MODES = [
  { value: 'value', label: texts.dragValue },
  { value: 'scale', label: texts.dragScale },
] as const;

/** With more digits near both ends: 99.99 and 99.9 are different choices, and what little is clipped is not nothing. */
function shareText(share: number): string {
  const least = 0.0001;
  if (share > 0 && share < least) return texts.lessThan(percent(least, 2));
  return percent(share, share > 0.99 || share < 0.01 ? 2 : 1);
}

const Legend = ({ steps }: { readonly steps: number }): ReactElement => (
  <p className="inspector-legend">
    <span data-line="stairs">{texts.staircase(steps)}</span>
    <span data-line="float">{texts.floatNetwork}</span>
    <span data-line="dead">{texts.deadZone}</span>
    <span data-line="clipped">{texts.clipped}</span>
  </p>
);

interface StepsSliderProps {
  readonly drawn: number;
  /** T of the plan. */
  readonly steps: number;
  readonly onChange: (steps: number) => void;
}

/** After how many steps the staircase is drawn: fewer show how it comes about. The plan stays as it is. */
const StepsSlider = ({ drawn, steps, onChange }: StepsSliderProps): ReactElement => (
  <label className="inspector-drag">
    <span>{texts.stepsDrawn}</span>
    <input
      type="range"
      aria-label={texts.stepsDrawnName}
      min={1}
      max={Math.min(steps, MOST_STEPS)}
      value={drawn}
      disabled={steps === 1}
      onChange={({ target }) => onChange(Number(target.value))}
    />
    <output>{texts.stepsOf(drawn, steps)}</output>
  </label>
);

/** What the staircase does to the values, in words. */
function factsOf({ limits, error }: Staircase, histogram: Histogram | null): string {
  const { dead, clippedAbove, clippedBelow } = limits;
  const above =
    clippedAbove === null
      ? texts.noClipping
      : texts.clipsAbove(threshold(clippedAbove), histogram ? shareText(1 - shareBelow(histogram, clippedAbove)) : '–');
  return texts.staircaseFacts([
    dead && dead[1] > 0 ? texts.deadUpTo(threshold(dead[1])) : texts.noDeadZone,
    clippedBelow === null ? above : `${above} ${texts.clipsBelow(threshold(clippedBelow))}`,
    ...(error === null ? [] : [texts.layerError(percent(error, 2))]),
  ]);
}
