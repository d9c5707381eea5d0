/** Lines below the title bar that say why the window is not as usual: no connection, a project that can only be read, a model that is gone. */
import FileX from 'lucide-react/icons/file-x';
import Lock from 'lucide-react/icons/lock';
import Unplug from 'lucide-react/icons/unplug';
import { type ReactElement, useEffect, useState } from 'react';
import type { Message } from '../../../src-shared/message/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { inWindow } from '../../texts/messages.ts';
import { CopyButton, errorDetails } from '../../ui/index.ts';
import { SetAsideBanners } from './set-aside-banners.tsx';

/** A host that is back at once is not worth a word. */
const SHOWN_AFTER_MS = 700;

export function Banners(): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const missing = useWorkbench(({ project }) => project?.model.missing ?? null);
  const lost = useLostFor(SHOWN_AFTER_MS);
  const connection = useWorkbench((state) => state.connection);
  const banner = connection === 'refused' ? 'refused' : lost ? 'lost' : undefined;
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
      {missing === null ? null : (
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
