/** The dialog that computes the figures of a capsule again, and says whether they are the same bits or what differs. */
import FolderOpen from 'lucide-react/icons/folder-open';
import type { ReactElement } from 'react';
import type { FilePurpose } from '../../src-shared/contract/index.ts';
import { REPRODUCED_WITH, type Reproduction } from '../../src-shared/export/index.ts';
import type { OptionId } from '../../src-shared/message/index.ts';
import { chooseFile, pathOf } from '../files/index.ts';
import { attempt, useWorkbench } from '../state/index.ts';
import { exportTexts } from '../texts/export.ts';
import { inWindow } from '../texts/messages.ts';
import { Badge, Button, Dialog, ErrorPanel, TextField } from '../ui/index.ts';
import './export.css';
import { Going } from './going.tsx';
import { chooseCapsule, closeReproduction, startReproduction, useReproduction } from './reproduction.ts';

const texts = exportTexts.reproduce;
/** Differences that are shown. */
const SHOWN = 50;

export function ReproduceDialog(): ReactElement {
  const { capsule, dataset, model, job: id, failure } = useReproduction();
  const job = useWorkbench(({ jobs }) => jobs.find((one) => one.id === id));
  const isOffline = useWorkbench(({ connection }) => connection !== 'open');
  const isGoing = job?.state === 'running';
  const error = failure ?? (job?.state === 'failed' ? job.error : null);
  const messageAt = (option: OptionId): string | null => (error?.at?.option === option ? inWindow(error.message) : null);
  const fields = { dataset: messageAt('dataset'), model: messageAt('model') };
  const start = (): void => void startReproduction();
  const foot = (
    <>
      <Button onClick={closeReproduction}>{exportTexts.close}</Button>
      <Button variant="primary" disabled={capsule === '' || isOffline} onClick={start}>
        {texts.start}
      </Button>
    </>
  );
  return (
    <Dialog
      title={texts.title}
      description={texts.lead}
      size="large"
      open
      onOpenChange={(open) => (open ? undefined : closeReproduction())}
      footer={isGoing ? <Going job={job} cancel={texts.cancel} /> : foot}
    >
      <div className="export-body">
        <section className="export-choices" aria-label={exportTexts.choices}>
          <PathField of="capsule" purpose="export" value={capsule} message={null} disabled={isGoing} />
          <PathField of="dataset" purpose="samples" value={dataset} message={fields.dataset} disabled={isGoing} />
          <PathField of="model" purpose="model" value={model} message={fields.model} disabled={isGoing} />
        </section>
        <div className="export-side" tabIndex={0} role="group" aria-label={texts.result}>
          {error && !fields.dataset && !fields.model ? <ErrorPanel error={error} title={texts.failed} onRetry={start} /> : null}
          {job?.reproduced ? <Found found={job.reproduced} /> : null}
          {error || job?.reproduced ? null : <p className="export-quiet">{texts.hint}</p>}
        </div>
      </div>
    </Dialog>
  );
}

interface PathFieldProps {
  readonly of: 'capsule' | 'dataset' | 'model';
  readonly purpose: FilePurpose;
  readonly value: string;
  readonly message: string | null;
  readonly disabled: boolean;
}

function PathField({ of, purpose, value, message, disabled }: PathFieldProps): ReactElement {
  const take = (path: string): void => chooseCapsule({ [of]: path });
  const choose = async (): Promise<void> => {
    const path = await chooseFile(purpose, value === '' ? undefined : value);
    if (path !== null) take(path);
  };
  const { label, hint, choose: name } = texts.fields[of];
  return (
    <TextField
      label={label}
      hint={hint}
      value={value}
      message={message}
      disabled={disabled}
      onCommit={(text) => take(pathOf(text))}
      after={
        <Button
          variant="quiet"
          icon={<FolderOpen size={14} aria-hidden />}
          aria-label={name}
          disabled={disabled}
          onClick={() => attempt(choose)}
        >
          {exportTexts.choose}
        </Button>
      }
    />
  );
}

/** Same bits, or what differs; and what is not as it was for the recorded run. */
const Found = ({ found: { same, compared, changed, differences } }: { readonly found: Reproduction }): ReactElement => (
  <section className="export-result export-reproduced" aria-label={texts.result}>
    <p role="status">
      <Badge tone={same ? 'ok' : 'warning'}>{same ? texts.same : texts.differs}</Badge>{' '}
      {same ? texts.allSame(compared) : texts.someDiffer(differences.length, compared)}
    </p>
    {changed.length === 0 ? null : (
      <Pairs
        title={texts.changed}
        rows={changed.map(({ what, recorded, now }) => [REPRODUCED_WITH[what], recorded, now] as const)}
      />
    )}
    {same ? null : (
      <Pairs
        title={texts.figure}
        rows={differences
          .slice(0, SHOWN)
          .map(({ figure, recorded, now }) => [figure, String(recorded ?? '–'), String(now ?? '–')] as const)}
      />
    )}
    {differences.length > SHOWN ? <p>{texts.more(differences.length - SHOWN)}</p> : null}
  </section>
);

interface PairsProps {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, recorded: string, now: string])[];
}

const Pairs = ({ title, rows }: PairsProps): ReactElement => (
  <table className="selectable">
    <thead>
      <tr>
        <th scope="col">{title}</th>
        <th scope="col">{texts.recorded}</th>
        <th scope="col">{texts.now}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, recorded, now]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{recorded}</td>
          <td>{now}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
