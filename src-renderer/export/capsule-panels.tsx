/** A capsule in the export dialog: the run that it will be of, and the capsule once it is written. */
import type { ReactElement } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { noteMessage } from '../../src-shared/message/index.ts';
import { useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { inWindow } from '../texts/messages.ts';
import { whole } from '../ui/format.ts';
import { Button, CopyButton, Facts } from '../ui/index.ts';
import { newestDone } from './actions.ts';
import { closeExport, type ExportDraft, placeOf } from './draft.ts';
import { openReproduction } from './reproduction.ts';

/** The run, and what the capsule holds of it. */
export function CapsulePreview(): ReactElement {
  const run = useWorkbench(({ runs }) => newestDone(runs));
  const { rows } = texts.capsule;
  return (
    <section className="export-preview" aria-label={texts.preview}>
      <h3>{texts.preview}</h3>
      {run ? (
        <Facts
          className="export-facts"
          facts={[
            [rows.run, texts.capsule.run(run.id)],
            [rows.plan, texts.planVersion(run.version)],
            [rows.engine, run.engine],
            [rows.samples, texts.capsule.samples(whole(run.samples), run.dataset)],
            [rows.files, texts.capsule.files],
          ]}
        />
      ) : (
        <p className="export-quiet">{texts.noRun}</p>
      )}
      <p className="export-quiet">{texts.capsule.hint}</p>
    </section>
  );
}

export interface CapsuleResultProps {
  readonly draft: ExportDraft;
  readonly job: JobState;
}

/** Where the capsule is, and the way to compute it again. An archive must be unpacked first. */
export function CapsuleResult({ draft, job }: CapsuleResultProps): ReactElement {
  const { out, zip } = placeOf(draft);
  const path = zip && !out.endsWith('.zip') ? `${out}.zip` : out;
  const reproduce = (): void => {
    closeExport();
    openReproduction(path);
  };
  return (
    <section className="export-result" aria-label={texts.done} role="status">
      <Facts className="export-facts" facts={[[texts.doneRows.place, path]]} />
      <div className="export-buttons">
        <CopyButton text={path} label={texts.copyPath} />
        {zip ? null : <Button onClick={reproduce}>{texts.reproduce.command}</Button>}
      </div>
      {job.notes.map((note) => {
        const text = inWindow(noteMessage(note));
        return <p key={text}>{text}</p>;
      })}
    </section>
  );
}
