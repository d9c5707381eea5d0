/** A package that was exported: where it is, how it was proved, what differs, and the way to its folder. */
import FolderOpen from 'lucide-react/icons/folder-open';
import type { ReactElement } from 'react';
import type { ExportSummary, JobState } from '../../src-shared/contract/index.ts';
import { formatOf } from '../../src-shared/export/index.ts';
import { noteMessage } from '../../src-shared/message/index.ts';
import { useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { inWindow } from '../texts/messages.ts';
import { bytes } from '../ui/format.ts';
import { Button, CopyButton, Facts } from '../ui/index.ts';
import { showPackage } from './actions.ts';
import { Differences } from './differences.tsx';

export interface ResultPanelProps {
  /** The export in the list; undefined if the project could not list it. */
  readonly exported: ExportSummary | undefined;
  readonly job: JobState;
}

export function ResultPanel({ exported, job }: ResultPanelProps): ReactElement {
  return (
    <section className="export-result" aria-label={texts.done} role="status">
      {exported ? <Outcome exported={exported} /> : null}
      {job.notes.map((note) => {
        const text = inWindow(noteMessage(note));
        return <p key={text}>{text}</p>;
      })}
    </section>
  );
}

function Outcome({ exported }: { readonly exported: ExportSummary }): ReactElement {
  const { path, format, version, facts } = exported;
  const rows = texts.doneRows;
  return (
    <>
      <Facts
        className="export-facts"
        facts={[
          [rows.place, path],
          [texts.format, formatOf(format)?.label ?? format],
          [rows.plan, texts.planVersion(version)],
          ...(facts
            ? ([
                [rows.steps, String(facts.steps)],
                [rows.size, bytes(facts.bytes)],
                [rows.grade, `${texts.grades[facts.grade]}. ${texts.gradeHints[facts.grade]}`],
              ] as const)
            : []),
        ]}
      />
      <PackageButtons exported={exported} />
      {facts ? <Differences sentences={facts.differences} /> : null}
    </>
  );
}

/** The way to a package: the desktop program shows it, a browser can only copy its path. */
export function PackageButtons({ exported }: { readonly exported: ExportSummary }): ReactElement {
  const project = useWorkbench(({ project }) => project?.path ?? '');
  const isDesktop = useWorkbench(({ info }) => info?.host === 'electron');
  return (
    <div className="export-buttons">
      {isDesktop && exported.place === 'there' ? (
        <Button icon={<FolderOpen size={14} aria-hidden />} onClick={() => showPackage(project, exported)}>
          {texts.show}
        </Button>
      ) : null}
      <CopyButton text={exported.path} label={texts.copyPath} />
    </div>
  );
}
