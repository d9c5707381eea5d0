/** Which run's results are shown, here and in the graph's overlays. */
import type { ReactElement } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { attempt, showRun, useWorkbench } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { moment, percent, ratio, whole } from '../../ui/format.ts';
import { RunMarkIcon, Select } from '../../ui/index.ts';

/** The picker; `live` where what goes on is shown. */
export function RunPicker({ live, onLive }: { readonly live: boolean; readonly onLive: (live: boolean) => void }): ReactElement {
  const runs = useWorkbench(({ runs }) => runs);
  const shown = useWorkbench(({ shownRun }) => shownRun?.id ?? null);
  const isRunning = useWorkbench(({ runProgress, jobs }) =>
    jobs.some(({ id, state }) => id === runProgress?.job && state === 'running'),
  );
  const done = runs.filter(({ state }) => state === 'done');
  const options = [
    ...(isRunning ? [{ value: 'live', label: texts.running }] : []),
    ...done.toReversed().map((run) => ({
      value: String(run.id),
      label: texts.runLabel(run.name || texts.runNumber(run.id), run.version, whole(run.samples)),
      hint: describe(run),
      icon: <RunMarkIcon run={run.id} />,
    })),
  ];
  return (
    <Select
      label={texts.picker}
      value={live ? 'live' : shown === null ? undefined : String(shown)}
      placeholder={texts.picker}
      options={options}
      onChange={(next) => {
        onLive(next === 'live');
        if (next !== 'live') attempt(() => showRun(Number(next)));
      }}
    />
  );
}

/** `92.0 % · energy 0.610 · cpu · 20 Nov, 09:41`. */
const describe = ({ id, name, engine, numbers, outline, created }: RunSummary): string =>
  [
    ...(name === '' ? [] : [texts.runNumber(id)]),
    ...(typeof outline?.accuracy === 'number' ? [percent(outline.accuracy)] : []),
    ...(outline ? [texts.energy(ratio(outline.energyRatio))] : []),
    engine,
    ...(numbers ? [numbers] : []),
    moment(created),
  ].join(' · ');
