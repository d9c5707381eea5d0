/** Lines below the title bar that say why the window is not as usual: no connection, a project that can only be read, a model that is gone. */
import FileX from 'lucide-react/icons/file-x';
import Lock from 'lucide-react/icons/lock';
import Network from 'lucide-react/icons/network';
import Unplug from 'lucide-react/icons/unplug';
import { type ReactElement, useEffect, useState } from 'react';
import type { RemoteFile } from '../../../src-shared/contract/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { chooseFile } from '../../files/index.ts';
import { allowServer, locateModel, notifyError, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { inWindow } from '../../texts/messages.ts';
import { Button, CopyButton, errorDetails } from '../../ui/index.ts';
import { SetAsideBanners } from './set-aside-banners.tsx';

const NONE: readonly RemoteFile[] = [];
/** A host that is back at once is not worth a word. */
const SHOWN_AFTER_MS = 700;

export function Banners(): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const missing = useWorkbench(({ project }) => project?.model.missing ?? null);
  const remote = useWorkbench(({ project }) => project?.remote ?? NONE);
  const lost = useLostFor(SHOWN_AFTER_MS);
  const connection = useWorkbench((state) => state.connection);
  const banner =
    connection === 'open' || connection === 'connecting' || (connection === 'lost' && !lost) ? undefined : connection;
  return (
    <div aria-live="polite">
      {banner ? (
        <p className="app-banner app-banner-lost">
          <Unplug size={14} aria-hidden />
          {appTexts.connection.banners[banner]}
        </p>
      ) : null}
      {readOnly === null ? null : (
        <p className="app-banner">
          <Lock size={14} aria-hidden />
          <strong>{appTexts.readOnly.title}</strong>
          <Reason code="project.read-only" message={appTexts.readOnly.text(path, inWindow(readOnly))} />
        </p>
      )}
      {remote.map((file) => (
        <RemoteQuestion key={file.file} {...file} />
      ))}
      {missing === null || remote.some(({ kind }) => kind === 'model') ? null : (
        <p className="app-banner">
          <FileX size={14} aria-hidden />
          <strong>{appTexts.model.missing}</strong>
          <Reason code="project.missing" message={missing} />
        </p>
      )}
      {path === '' ? null : <SetAsideBanners />}
    </div>
  );
}

const chooseModel = (): void => void chooseAndLocate().catch(notifyError);

/** Without a suggestion: the place that the project names is not to be listed. */
async function chooseAndLocate(): Promise<void> {
  const file = await chooseFile('model');
  if (file !== null) await locateModel(file);
}

/** Asked before a file on another computer is looked for. */
function RemoteQuestion({ kind, file, server }: RemoteFile): ReactElement {
  const { title, text, asks, once, always, until, another } = appTexts.remote;
  const allow = (forGood: boolean) => () => void allowServer(server, forGood).catch(notifyError);
  return (
    <div className="app-banner" role="group" aria-label={title}>
      <Network size={14} aria-hidden />
      <strong>{title}</strong>
      <span className="app-banner-words selectable">
        {text[kind]}
        {asks(file)}
      </span>
      <Button onClick={allow(false)} title={until}>
        {once}
      </Button>
      <Button onClick={allow(true)}>{always(server)}</Button>
      {kind === 'model' ? <Button onClick={chooseModel}>{another}</Button> : null}
    </div>
  );
}

/** The sentence, and its details to copy. */
const Reason = (error: { readonly code: string; readonly message: Message }): ReactElement => (
  <>
    <span className="app-banner-words selectable">{inWindow(error.message)}</span>
    <CopyButton text={errorDetails(error)} />
  </>
);

function useLostFor(milliseconds: number): boolean {
  const lost = useWorkbench(({ connection }) => connection === 'lost');
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(lost), lost ? milliseconds : 0);
    return () => clearTimeout(timer);
  }, [lost, milliseconds]);
  return lost && long;
}
