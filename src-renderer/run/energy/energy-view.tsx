/** What the run that is shown costs under an energy model: recomputed here from its counts, whatever is chosen. */
import { type ReactElement, useMemo, useState } from 'react';
import {
  ENERGY_MODELS,
  type EnergyModel,
  energySummary,
  groupOf,
  type Reuse,
  type Workload,
} from '../../../src-shared/energy/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { setViewLayout, useAnswer, useViewLayout, useWorkbench } from '../../state/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { EmptyState, ErrorPanel, Select } from '../../ui/index.ts';
import { MessageParts } from '../results/notes-section.tsx';
import { chosenModel, type EnergyLayout, OWN, ownModel, readEnergyLayout } from './own-model.ts';
import { EnergyAside } from './energy-aside.tsx';
import { EnergyEditor } from './energy-editor.tsx';
import { EnergyLayers } from './energy-layers.tsx';
import { EnergyNetworks } from './energy-networks.tsx';
import './energy.css';

/** What the layout remembers it by. */
const NAME = 'energy';

/** The energy panel. */
export function EnergyView(): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const shown = useWorkbench(({ shownRun }) => shownRun);
  const id = shown?.id ?? 0;
  const answer = useAnswer('run.workload', { path, id }, shown && `${path} ${id}`);
  return (
    <section className="energy" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      {!shown && <EmptyState title={texts.noRun} />}
      {shown && answer.state === 'waiting' && <EmptyState title={texts.reading} />}
      {shown && answer.state === 'failed' && <ErrorPanel title={texts.failed} error={answer.error} onRetry={answer.retry} />}
      {shown && answer.state === 'here' && <Energy key={`${path} ${id}`} workload={answer.value} report={shown.report} />}
    </section>
  );
}

interface EnergyProps {
  readonly workload: Workload;
  readonly report: RunReport;
}

function Energy({ workload, report }: EnergyProps): ReactElement {
  const stored = useViewLayout(NAME);
  const layout = useMemo(() => readEnergyLayout(stored), [stored]);
  const own = useMemo(() => ownModel(layout.own), [layout.own]);
  const model = useMemo(() => chosenModel(layout.model, own), [layout.model, own]);
  const [steps, setSteps] = useState(workload.steps);
  const [reuse, setReuse] = useState<Reuse>();
  const summary = useMemo(
    () => energySummary(model, workload, steps, report.steps, reuse),
    [model, workload, steps, report, reuse],
  );
  const keep = (change: Partial<EnergyLayout>): void => setViewLayout(NAME, { ...layout, ...change });
  const options = [...MODEL_OPTIONS, ...(own ? [{ value: OWN, label: texts.ownOption(own.name), hint: groupOf(own) }] : [])];
  return (
    <>
      <header className="energy-head">
        <Select
          label={texts.model}
          value={model === own ? OWN : model.id}
          options={options}
          onChange={(id) => keep({ model: id })}
        />
        <Select
          label={texts.steps}
          value={String(steps)}
          options={Array.from({ length: workload.steps }, (_, at) => ({
            value: String(at + 1),
            label: `T = ${at + 1}`,
          }))}
          onChange={(step) => setSteps(Number(step))}
        />
        <EnergyEditor key={model.id} model={model} onUse={(text) => keep({ own: text, model: OWN })} />
        {/* Scrolls in a narrow window, so that the keyboard must reach it. */}
        <div className="energy-why selectable" tabIndex={0} role="group" aria-label={texts.why}>
          <p role="status">{summary.explanation ? <MessageParts message={summary.explanation.sentence} /> : texts.floatOnly}</p>
        </div>
      </header>
      <div className="energy-body">
        <EnergyLayers summary={summary} asTable={layout.table} onTable={(next) => keep({ table: next })} />
        <EnergyNetworks summary={summary} workload={workload} onReuse={setReuse} />
        <EnergyAside summary={summary} model={model} />
      </div>
    </>
  );
}

const MODEL_OPTIONS = ENERGY_MODELS.map((model: EnergyModel) => ({ value: model.id, label: model.name, hint: groupOf(model) }));
