/** One layer's calibration: what its neurons receive, the threshold, what they make of it, and the statistics behind it. */
import { type ReactElement, useEffect, useState } from 'react';
import type { LayerStatistics, NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { layerSettings } from '../../../src-shared/plan/index.ts';
import { useAnswer, usePlanInUse, usePlanOfVersion, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { ErrorPanel } from '../../ui/index.ts';
import { Section } from '../facts.tsx';
import { CalibrateButton } from './calibrate-button.tsx';
import { ChannelPicker } from './channel-picker.tsx';
import { channelOf, groupOf } from './channel-rows.ts';
import { ChannelTable } from './channel-table.tsx';
import { IterationChart } from './iteration-chart.tsx';
import { thetasOf } from './theta.ts';
import { CHART_HEIGHT } from './threshold-chart.tsx';
import { ThresholdEditor } from './threshold-editor.tsx';

/** The calibration of `layer`. */
export function CalibrationView({ layer }: { readonly layer: NeuronLayerInfo }): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const calibration = useWorkbench(({ calibration }) => calibration);
  const [channel, setChannel] = useState<number | null>(null);
  useEffect(() => void setChannel(null), [layer.name]);
  const key = calibration && `${path} ${calibration.id} ${layer.name} ${channel}`;
  const answer = useAnswer('calibration.layer', { path, layer: layer.name, channel }, key, `${path} ${layer.name}`);
  if (!calibration) {
    return (
      <Section title={texts.calibration} aside={<CalibrateButton />}>
        <p className="inspector-note">{texts.notCalibratedYet}</p>
      </Section>
    );
  }
  const statistics = answer.state === 'here' ? answer.value : null;
  const channels = statistics?.channels ?? 0;
  return (
    <>
      <Section
        title={texts.calibration}
        aside={channels > 1 && <ChannelPicker channels={channels} value={channel} onChange={setChannel} />}
      >
        {answer.state === 'failed' && <ErrorPanel error={answer.error} onRetry={answer.retry} />}
        {answer.state === 'waiting' && (
          <p className="inspector-note" style={{ minHeight: CHART_HEIGHT }}>
            {texts.loading}
          </p>
        )}
        {statistics && <Thresholds layer={layer} statistics={statistics} version={calibration.version} />}
      </Section>
      {statistics && (
        <ChannelTable
          statistics={statistics}
          selected={channel === null ? null : groupOf(channel, statistics)}
          onSelect={(group) => setChannel(channelOf(group, statistics))}
        />
      )}
      <Iteration layer={layer} channel={channel} />
    </>
  );
}

interface ThresholdsProps {
  readonly layer: NeuronLayerInfo;
  readonly statistics: LayerStatistics;
  /** Plan version of the calibration. */
  readonly version: number;
}

function Thresholds({ layer, statistics, version }: ThresholdsProps): ReactElement | null {
  const { settings } = usePlanInUse();
  const outdated = useWorkbench(({ calibration }) => calibration?.outdated.includes(layer.name) ?? false);
  const plan = usePlanOfVersion(version);
  const made = useWorkbench(({ calibration }) => calibration?.defaults);
  const now = settings.get(layer.name);
  if (!now) return null;
  const calibrated = plan ? layerSettings(plan, [layer], made).get(layer.name)! : null;
  const thetas = thetasOf({ settings: now, calibrated, statistics, outdated });
  return (
    <>
      <ThresholdEditor layer={layer} settings={now} statistics={statistics} thetas={thetas} />
      {(thetas.basis === 'outdated' || thetas.basis === 'scaled') && (
        <div className="inspector-outdated" role="status">
          <p>{thetas.basis === 'scaled' ? texts.outdatedScale : texts.outdated}</p>
          <CalibrateButton />
        </div>
      )}
    </>
  );
}

/** The convergence curve, where the plan uses threshold iteration for the layer. */
function Iteration({
  layer,
  channel,
}: {
  readonly layer: NeuronLayerInfo;
  readonly channel: number | null;
}): ReactElement | null {
  const { settings } = usePlanInUse();
  const threshold = settings.get(layer.name)?.threshold;
  if (layer.rule !== 'relu' || threshold?.method !== 'iteration' || threshold.value !== undefined) return null;
  return <IterationChart layer={layer.name} channel={threshold.level === 'layer' ? 0 : (channel ?? 0)} />;
}
