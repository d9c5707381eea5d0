/** What can be done with the chosen run, and with the table. */
import Columns3 from 'lucide-react/icons/columns-3';
import Download from 'lucide-react/icons/download';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ReactElement } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { saveBlob } from '../../charts/index.ts';
import { host } from '../../host/client.ts';
import { attempt, editPlan, notify, planOfVersion, showVersionDifference, useWorkbench } from '../../state/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { whole } from '../../ui/format.ts';
import { Button, copyText, IconButton, Menu, type MenuItem, Tooltip } from '../../ui/index.ts';
import { RunLabelEditor } from '../results/run-label-editor.tsx';
import { COLUMN_IDS, columnsShown, runTitle } from './columns.ts';
import { keepRunsLayout, type RunsLayout } from './runs-layout.ts';
import { runsCsv, runsJson } from './take-table.ts';

export interface RunActionsProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: RunSummary | null;
  readonly baseline: RunSummary | null;
  readonly layout: RunsLayout;
  readonly onRemove: () => void;
}

export function RunActions({ runs, chosen, baseline, layout, onRemove }: RunActionsProps): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const name = useWorkbench(({ project }) => project?.name ?? '');
  const isReadOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const isPinned = chosen !== null && chosen.id === baseline?.id;
  const pin = (): void => attempt(() => host().call('run.pin', { path, id: isPinned ? null : chosen!.id }));
  return (
    <>
      {chosen && (
        <div className="runs-actions" role="group" aria-label={runTitle(chosen)}>
          <IconButton
            name={isPinned ? texts.unpin : texts.pin}
            icon={isPinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
            disabled={isReadOnly || (chosen.state !== 'done' && !isPinned)}
            onClick={pin}
          />
          <RunLabelEditor run={chosen} />
          <Tooltip text={texts.showPlanHint}>
            <Button
              variant="quiet"
              onClick={() => attempt(() => showVersionDifference(chosen.version, runTitle(chosen), chosen.id))}
            >
              {texts.showPlan}
            </Button>
          </Tooltip>
          <Tooltip text={texts.restoreHint}>
            <Button variant="quiet" disabled={isReadOnly} onClick={() => attempt(() => restorePlan(chosen))}>
              {texts.restore}
            </Button>
          </Tooltip>
          <IconButton
            name={texts.remove}
            keys="Delete"
            icon={<Trash2 size={14} aria-hidden />}
            disabled={isReadOnly || chosen.state === 'running'}
            onClick={onRemove}
          />
        </div>
      )}
      <span className="runs-count">{texts.count(whole(runs.length))}</span>
      {layout.part === 'table' && (
        <Menu
          align="end"
          items={() => columnItems(runs, layout)}
          trigger={<MenuButton name={texts.chooseColumns} icon="columns" />}
        />
      )}
      <Menu align="end" items={() => takeItems(runs, baseline, name)} trigger={<MenuButton name={texts.take} icon="take" />} />
    </>
  );
}

interface MenuButtonProps {
  readonly name: string;
  readonly icon: 'columns' | 'take';
}

function MenuButton({ name, icon, ...native }: MenuButtonProps): ReactElement {
  const Icon = icon === 'columns' ? Columns3 : Download;
  return (
    <button type="button" className="ui-icon-button" aria-label={name} title={name} {...native}>
      <Icon size={14} aria-hidden />
    </button>
  );
}

/** Makes the plan of a run the working plan. */
async function restorePlan(run: RunSummary): Promise<void> {
  editPlan(texts.labelRestore(runTitle(run)), 'text', await planOfVersion(run.version));
}

function columnItems(runs: readonly RunSummary[], { columns }: RunsLayout): readonly MenuItem[] {
  const shown = new Set(columnsShown(runs, columns));
  const isAutomatic = Object.keys(columns).length === 0;
  return [
    { kind: 'action', label: texts.automatic, checked: isAutomatic, onSelect: () => keepRunsLayout({ columns: {} }) },
    { kind: 'separator' },
    ...COLUMN_IDS.filter((id) => id !== 'name').map((id): MenuItem => {
      const [short] = texts.columns[id];
      const onSelect = (): void => keepRunsLayout({ columns: { ...columns, [id]: !shown.has(id) } });
      return { kind: 'action', label: short, checked: shown.has(id), onSelect };
    }),
  ];
}

function takeItems(runs: readonly RunSummary[], baseline: RunSummary | null, project: string): readonly MenuItem[] {
  const pinned = baseline?.id ?? null;
  const copy = (kind: string, text: string): void =>
    attempt(async () => {
      await copyText(text);
      notify({ kind: 'info', message: texts.copied(kind) });
    });
  const save = (text: string, type: string, ending: string): void =>
    saveBlob(new Blob([text], { type }), `${project}-runs.${ending}`);
  return [
    { kind: 'action', label: texts.copyCsv, onSelect: () => copy('CSV', runsCsv(runs, pinned)) },
    { kind: 'action', label: texts.copyJson, onSelect: () => copy('JSON', runsJson(runs, pinned)) },
    { kind: 'separator' },
    { kind: 'action', label: texts.saveCsv, onSelect: () => save(runsCsv(runs, pinned), 'text/csv', 'csv') },
    { kind: 'action', label: texts.saveJson, onSelect: () => save(runsJson(runs, pinned), 'application/json', 'json') },
  ];
}
