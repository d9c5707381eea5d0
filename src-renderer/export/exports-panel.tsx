/** The exports of a project, newest first: what each is, where it is, and whether it is still there. */
import PackageIcon from 'lucide-react/icons/package';
import X from 'lucide-react/icons/x';
import { type ReactElement, useEffect } from 'react';
import type { ExportSummary } from '../../src-shared/contract/index.ts';
import { formatOf } from '../../src-shared/export/index.ts';
import { CommandButton } from '../commands/index.ts';
import { attempt, readExports, useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { bytes, fileName, moment } from '../ui/format.ts';
import { Badge, EmptyState, IconButton } from '../ui/index.ts';
import { forgetExport } from './actions.ts';
import './export.css';
import { PackageButtons } from './result-panel.tsx';

export function ExportsPanel(): ReactElement {
  const exports = useWorkbench((state) => state.exports);
  const path = useWorkbench(({ project }) => project?.path);
  // A package may have been moved since the list was last shown.
  useEffect(() => void attempt(readExports), [path]);
  const start = <CommandButton id="file.export" icon={<PackageIcon size={14} aria-hidden />} />;
  if (exports.length === 0) {
    return (
      <EmptyState title={texts.emptyTitle} action={start}>
        {texts.empty}
      </EmptyState>
    );
  }
  return (
    <div className="export-list">
      <div className="export-list-bar">{start}</div>
      <table aria-label={texts.list}>
        <thead>
          <tr>
            {Object.entries(texts.columns).map(([id, label]) => (
              <th key={id} scope="col" className={`export-${id}`}>
                {id === 'actions' ? <span className="visually-hidden">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exports.toReversed().map((exported) => (
            <Row key={exported.id} exported={exported} project={path!} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ exported, project }: { readonly exported: ExportSummary; readonly project: string }): ReactElement {
  const isReadOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const { format, version, facts, created, path, place } = exported;
  const title = place === 'missing' ? texts.missingHint(path) : path;
  return (
    <tr>
      <th scope="row">{formatOf(format)?.label ?? format}</th>
      <td>{texts.planVersion(version)}</td>
      <td className="export-steps">{facts?.steps ?? texts.unread}</td>
      <td>{facts ? <Badge tone={facts.grade === 'exact' ? 'ok' : 'neutral'}>{texts.grades[facts.grade]}</Badge> : null}</td>
      <td className="export-size">{facts ? bytes(facts.bytes) : null}</td>
      <td>{moment(created)}</td>
      <td className="export-path" title={title}>
        <div>
          <span className="selectable">{path}</span>
          {place === 'there' ? null : <Badge tone="warning">{texts.places[place]}</Badge>}
        </div>
      </td>
      <td className="export-actions">
        <div>
          <PackageButtons exported={exported} />
          <IconButton
            name={texts.forget(fileName(path))}
            icon={<X size={14} aria-hidden />}
            disabled={isReadOnly}
            onClick={() => forgetExport(project, exported)}
          />
        </div>
      </td>
    </tr>
  );
}
