/** Recent projects: opened by a click or Enter, forgotten by Delete; arrows move. Projects that are being made stand above them. */
import X from 'lucide-react/icons/x';
import type { KeyboardEvent, ReactElement } from 'react';
import type { RecentProject } from '../../../src-shared/contract/index.ts';
import { host } from '../../host/client.ts';
import { attempt, setWorkbench, useWorkbench } from '../../state/index.ts';
import { startTexts } from '../../texts/start.ts';
import { Badge, EmptyState, IconButton } from '../../ui/index.ts';
import { moment } from '../../ui/format.ts';
import { openPath, useOpening } from '../opening.ts';
import { MadeProjects } from './made-projects.tsx';

export function RecentList(): ReactElement {
  const recent = useWorkbench(({ recent }) => recent);
  const isKnown = useWorkbench(({ info }) => info !== null);
  const isOpening = useOpening(({ opening }) => opening !== null && opening.error === null);
  return (
    <div className="start-list" onKeyDown={walk}>
      <ul>
        <MadeProjects />
        {recent.map((project) => (
          <RecentRow key={project.path} project={project} />
        ))}
      </ul>
      {isKnown && !isOpening && recent.length === 0 ? (
        <EmptyState title={startTexts.noRecent}>{startTexts.noRecentHint}</EmptyState>
      ) : null}
    </div>
  );
}

function RecentRow({ project: { path, name, opened, exists } }: { readonly project: RecentProject }): ReactElement {
  const forget = (): void => {
    attempt(async () => {
      await host().call('recent.forget', { path });
      setWorkbench({ recent: await host().call('recent.list', {}) });
    });
  };
  return (
    <li className="start-row" title={exists ? path : startTexts.goneHint(path)}>
      <button
        type="button"
        className="start-row-open"
        aria-disabled={!exists || undefined}
        onClick={() => exists && void openPath(path)}
        onKeyDown={({ key }) => key === 'Delete' && forget()}
      >
        <span className="start-row-name">
          {name}
          {exists ? null : <Badge tone="warning">{startTexts.gone}</Badge>}
        </span>
        <small className="start-row-path">{path}</small>
        <small className="start-row-time">{moment(opened)}</small>
      </button>
      <IconButton name={startTexts.forget(name)} keys="Delete" icon={<X size={14} aria-hidden />} onClick={forget} />
    </li>
  );
}

/** Arrows go from row to row. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.start-row-open')];
  const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  event.preventDefault();
}
