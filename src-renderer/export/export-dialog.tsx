/** The dialog of an export: the choices with a preview, the export that goes on, its result. */
import { type ReactElement, useEffect, useRef } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import { PACKAGES } from '../../src-shared/export/index.ts';
import { attempt, readExports, useAnswer, useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { Button, Dialog, ErrorPanel } from '../ui/index.ts';
import { startExport, whyNoCapsule, whyNotExported } from './actions.ts';
import { CapsulePreview, CapsuleResult } from './capsule-panels.tsx';
import { ChoicesForm } from './choices-form.tsx';
import {
  chooseAgain,
  choicesOf,
  closeExport,
  type ExportDraft,
  failureOf,
  isCapsule,
  isField,
  useExport,
  useExportJob,
} from './draft.ts';
import './export.css';
import { Going } from './going.tsx';
import { placeProblem } from './out-field.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { ResultPanel } from './result-panel.tsx';

export interface ExportDialogProps {
  /** Shows a layer in the graph, by its name. */
  readonly onShow: (layer: string) => void;
}

export function ExportDialog({ onShow }: ExportDialogProps): ReactElement | null {
  const draft = useExport(({ draft }) => draft);
  return draft ? <OpenDialog draft={draft} onShow={onShow} /> : null;
}

function OpenDialog({ draft, onShow }: ExportDialogProps & { readonly draft: ExportDraft }): ReactElement {
  const job = useExportJob(draft);
  return job?.state === 'done' ? <Finished draft={draft} job={job} /> : <Choosing draft={draft} job={job} onShow={onShow} />;
}

const onOpenChange = (open: boolean): void => (open ? undefined : closeExport());
const frame = { title: texts.dialog, size: 'large', open: true, onOpenChange } as const;

interface ChoosingProps extends ExportDialogProps {
  readonly draft: ExportDraft;
  readonly job: JobState | undefined;
}

/** The choices and the preview; while the export goes on, how far it is. */
function Choosing({ draft, job, onShow }: ChoosingProps): ReactElement {
  const { project: path } = draft;
  const { out, zip, force, ...contents } = choicesOf(draft);
  const revision = useWorkbench(({ revision }) => revision);
  const calibration = useWorkbench(({ calibration }) => calibration);
  const saved = useWorkbench(({ saved }) => saved);
  const model = useWorkbench(({ project }) => project?.model.missing ?? null);
  const isGoing = job?.state === 'running';
  const known = JSON.stringify([path, contents]);
  const plan = JSON.stringify([revision, calibration?.id, calibration?.outdated, model]);
  const now = JSON.stringify([plan, saved, job?.state]);
  const subject = JSON.stringify([path, contents.format, contents.options, contents.steps, plan]);
  const preview = useAnswer(
    'export.preview',
    { path, ...contents },
    isGoing || isCapsule(draft) ? null : `${known} ${now}`,
    `${path} ${contents.format}`,
  );
  const place = useAnswer('export.place', { out, zip }, isGoing ? null : `${out} ${zip} ${job?.state}`, out);
  const cause = useWorkbench(isCapsule(draft) ? whyNoCapsule : whyNotExported);
  const layers = preview.state === 'here' ? new Set(preview.value.obstacles.map(({ layer }) => layer)).size : 0;
  const why = cause ?? (layers > 0 ? texts.cannotHold(PACKAGES[draft.format].label, layers) : null);
  const failure = failureOf(draft, job);
  const error = failure ?? (preview.state === 'failed' ? preview.error : null);
  const cannot = why !== null || preview.state === 'failed' || placeProblem(place, force) !== null;
  const body = useRef<HTMLDivElement>(null);
  /** A field that shows something wrong still stands for what it held before: nothing is exported with that. */
  const startUnlessWrong = (): void => {
    const wrong = body.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else void startExport();
  };
  const start = (
    <Button variant="primary" disabled={cannot} onClick={startUnlessWrong}>
      {texts.start}
    </Button>
  );
  return (
    <Dialog
      {...frame}
      description={texts.lead}
      footer={isGoing ? <Going job={job} cancel={texts.cancel} /> : <Foot why={why}>{start}</Foot>}
    >
      <div className="export-body" ref={body}>
        <ChoicesForm
          draft={draft}
          place={place}
          error={error}
          defaultName={preview.state === 'here' ? preview.value.name : null}
          disabled={isGoing}
        />
        <div className="export-side" tabIndex={0} role="group" aria-label={texts.preview}>
          {failure && !isField(failure.at?.option, draft) ? (
            <ErrorPanel error={failure} title={texts.failed} onRetry={() => void startExport()} />
          ) : null}
          {isCapsule(draft) ? (
            <CapsulePreview />
          ) : (
            <PreviewPanel draft={draft} preview={preview} subject={subject} onShow={onShow} />
          )}
        </div>
      </div>
    </Dialog>
  );
}

const Foot = ({ why, children }: { readonly why: string | null; readonly children: ReactElement }): ReactElement => (
  <>
    <p className="export-why" role="status">
      {why}
    </p>
    <Button onClick={closeExport}>{texts.close}</Button>
    {children}
  </>
);

/** Jobs work one at a time, so that the newest export of this time is the job's. */
const isMadeBy = (created: string, { started, finished }: JobState): boolean =>
  created >= started && (finished === null || created <= finished);

function Finished({ draft, job }: { readonly draft: ExportDraft; readonly job: JobState }): ReactElement {
  const exported = useWorkbench(({ exports }) => exports.findLast(({ created }) => isMadeBy(created, job)));
  useEffect(() => void attempt(readExports), []);
  const footer = (
    <>
      <Button onClick={chooseAgain}>{texts.another}</Button>
      <Button variant="primary" onClick={closeExport}>
        {texts.close}
      </Button>
    </>
  );
  return (
    <Dialog {...frame} title={texts.done} footer={footer}>
      {isCapsule(draft) ? (
        <CapsuleResult draft={draft} job={job} />
      ) : (
        <ResultPanel key={draft.job} exported={exported} job={job} />
      )}
    </Dialog>
  );
}
