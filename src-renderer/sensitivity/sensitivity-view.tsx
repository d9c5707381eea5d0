/** The view of sensitivity: every change of a single layer is measured, ranked, shown on the graph, and applied. */
import Download from 'lucide-react/icons/download';
import { type ReactElement, useMemo, useState } from 'react';
import type { JobState, SensitivityOfPlan } from '../../src-shared/contract/index.ts';
import { diffPlans, layerSettings, networkCodingOf, type PartialSettings } from '../../src-shared/plan/index.ts';
import { changeOfRow } from '../../src-shared/tuning/sensitivity-candidates.ts';
import type { SensitivityRow } from '../../src-shared/tuning/sensitivity-rows.ts';
import { saveBlob } from '../charts/index.ts';
import { commandOf, runCommand } from '../commands/index.ts';
import { host } from '../host/client.ts';
import { MeasurementForm } from '../measurement/index.ts';
import {
  attempt,
  editLayers,
  notify,
  type Overlay,
  SENSITIVITIES,
  setWorkbench,
  useMeasurementJob,
  useSensitivity,
  useWorkbench,
  workbench,
} from '../state/index.ts';
import { graphTexts } from '../texts/graph.ts';
import { sensitivityTexts as texts } from '../texts/sensitivity.ts';
import { energy, percent, significant, whole } from '../ui/format.ts';
import { Button, copyText, EmptyState, ErrorPanel, Menu, Select, TextInput, Tooltip } from '../ui/index.ts';
import { useSensitivityLayout } from './layout.ts';
import { RowTable } from './row-table.tsx';
import { type Filter, rowsShown, sensitivityCsv } from './rows.ts';
import './sensitivity.css';

/** The sensitivity panel. */
export function SensitivityView(): ReactElement {
  const measured = useSensitivity();
  const job = useMeasurementJob('sensitivity');
  return (
    <section className="measurement" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      <StartForm hasTable={measured !== null} job={job} />
      {job?.state === 'failed' && job.error ? <ErrorPanel title={texts.failed} error={job.error} /> : null}
      {measured ? (
        <Measured measured={measured} />
      ) : job?.state === 'failed' ? null : (
        <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
      )}
    </section>
  );
}

function StartForm({ hasTable, job }: { readonly hasTable: boolean; readonly job: JobState | undefined }): ReactElement {
  const [choices, change] = useSensitivityLayout();
  const start = (dataset: string): void => {
    const { project } = workbench();
    const { samples, model: energyModel } = choices;
    if (project) attempt(() => host().call('sensitivity.start', { path: project.path, dataset, samples, energyModel }));
  };
  return (
    <MeasurementForm
      {...{ choices, job }}
      onChange={change}
      leastSamples={LEAST_SAMPLES}
      phase="comparing"
      start={hasTable ? texts.again : texts.start}
      onStart={start}
    />
  );
}

/** Fewer give no interval. */
const LEAST_SAMPLES = 6;

function Measured({ measured }: { readonly measured: SensitivityOfPlan }): ReactElement {
  const { table } = measured;
  const [{ sort }, changeLayout] = useSensitivityLayout();
  const [filter, setFilter] = useState<Filter>({ text: '', verdict: null });
  const [chosen, setChosen] = useState<SensitivityRow | null>(null);
  const layers = useWorkbench(({ project }) => project?.graph.layers);
  const nodeOf = useMemo(() => new Map(layers?.map(({ name, node }) => [name, node])), [layers]);
  const rows = useMemo(() => rowsShown(table.rows, filter, sort), [table, filter, sort]);
  // A row of a table that was replaced is none any more.
  const row = chosen && table.rows.includes(chosen) ? chosen : null;
  const choose = (next: SensitivityRow): void => {
    setChosen(next);
    const node = nodeOf.get(next.layer);
    if (node === undefined) return;
    setWorkbench({ selection: [node] });
    runCommand(commandOf('graph.zoom-to-selection'));
  };
  return (
    <>
      <Summary measured={measured} />
      <div className="measurement-tools">
        <TextInput
          type="search"
          live
          label={texts.filter}
          placeholder={texts.filter}
          value={filter.text}
          onCommit={(text) => setFilter({ ...filter, text })}
        />
        <Select
          label={texts.filterVerdict}
          value={filter.verdict ?? 'all'}
          options={VERDICT_OPTIONS}
          onChange={(next) => setFilter({ ...filter, verdict: next === 'all' ? null : next })}
        />
        <span className="sensitivity-count" role="status">
          {texts.shown(whole(rows.length), whole(table.rows.length))}
        </span>
        <ColourChoice />
        <ApplyButton measured={measured} row={row} />
        <TakeMenu rows={rows} />
      </div>
      <RowTable
        rows={rows}
        labelled={table.plan.accuracy !== null}
        nodeOf={nodeOf}
        sort={sort}
        chosen={row}
        onSort={(next) => changeLayout({ sort: next })}
        onChoose={choose}
      />
    </>
  );
}

const VERDICT_OPTIONS = [
  { value: 'all' as const, label: texts.all },
  ...(['gain', 'trade', 'quality'] as const).map((value) => ({ value, label: texts.verdicts[value] })),
];

/** On what it was measured, the plan's figures, and whether the working plan is still that one. */
function Summary({ measured: { plan, table } }: { readonly measured: SensitivityOfPlan }): ReactElement {
  const now = useWorkbench(({ history }) => history?.plan);
  const changes = useMemo(() => (now ? diffPlans(plan, now).length : 0), [plan, now]);
  const { accuracy, agreement, divergence, energy: spent } = table.plan;
  const parts = [
    ...(accuracy ? [texts.planAccuracy(percent(accuracy.value))] : []),
    texts.planAgreement(percent(agreement.value)),
    texts.planDivergence(significant(1000 * divergence)),
    ...(spent === null ? [] : [texts.planEnergy(energy(spent))]),
  ];
  return (
    <div className="sensitivity-summary selectable">
      <p>
        {texts.measured(whole(table.rows.length), whole(table.samples), whole(table.steps))}. {texts.plan(parts)}
        {table.untried.length > 0 ? ` ${texts.untried(table.untried.length)}` : ''}
      </p>
      {changes > 0 ? <p className="sensitivity-older">{texts.older(changes)}</p> : null}
    </div>
  );
}

/** What the graph is coloured by, of this table. */
function ColourChoice(): ReactElement {
  const overlay = useWorkbench((state) => state.overlay);
  const value = SENSITIVITIES.find((one) => one === overlay) ?? 'none';
  return (
    <Select<Overlay>
      label={texts.colour}
      variant="quiet"
      value={value}
      options={COLOURS}
      onChange={(next) => setWorkbench({ overlay: next })}
    />
  );
}

const COLOURS: readonly { readonly value: Overlay; readonly label: string }[] = [
  { value: 'none', label: `${texts.colour}: ${texts.none.toLowerCase()}` },
  ...SENSITIVITIES.map((value) => ({ value, label: graphTexts.overlays[value] })),
];

interface ApplyButtonProps {
  readonly measured: SensitivityOfPlan;
  readonly row: SensitivityRow | null;
}

/** Makes the chosen row's change in the working plan. */
function ApplyButton({ measured, row }: ApplyButtonProps): ReactElement {
  const readOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const change = row && changeOf(measured, row);
  const apply = (): void => {
    if (row && change) editLayers(texts.label(row.layer, row.field, row.from, row.to), 'tuner', [row.layer], change);
  };
  return (
    <Tooltip text={texts.applyHint}>
      <Button disabled={!change || readOnly} onClick={apply}>
        {texts.apply}
      </Button>
    </Tooltip>
  );
}

/** The settings that a row changes, as they follow from the plan that the table is of. */
function changeOf({ plan }: SensitivityOfPlan, row: SensitivityRow): PartialSettings | undefined {
  const layer = workbench().project?.graph.layers.find(({ name }) => name === row.layer);
  if (!layer) return undefined;
  return changeOfRow(row, layer, layerSettings(plan, [layer]).get(layer.name)!, networkCodingOf(plan));
}

function TakeMenu({ rows }: { readonly rows: readonly SensitivityRow[] }): ReactElement {
  const project = useWorkbench(({ project }) => project?.name ?? '');
  const copy = (): void =>
    attempt(async () => {
      await copyText(sensitivityCsv(rows));
      notify({ kind: 'info', message: texts.copied });
    });
  const save = (): void => saveBlob(new Blob([sensitivityCsv(rows)], { type: 'text/csv' }), `${project}-sensitivity.csv`);
  return (
    <Menu
      align="end"
      items={() => [
        { kind: 'action', label: texts.copyCsv, onSelect: copy },
        { kind: 'action', label: texts.saveCsv, onSelect: save },
      ]}
      trigger={
        <button type="button" className="ui-icon-button" aria-label={texts.take} title={texts.take}>
          <Download size={14} aria-hidden />
        </button>
      }
    />
  );
}
