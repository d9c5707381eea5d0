/**
 * Notices, in a strip above the status bar that makes room for itself, so that nothing lies behind it. Errors stay until they are
 * dismissed; news goes by itself, but not while it is pointed at or has the keyboard.
 */
import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import X from 'lucide-react/icons/x';
import { type ReactElement, useEffect, useState } from 'react';
import { dismissNotice, type Notice, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { uiTexts } from '../../texts/ui.ts';
import { Button, CopyButton, errorDetails, IconButton } from '../../ui/index.ts';

const SHOWN_AT_ONCE = 2;
const NEWS_FOR_MS = 6000;

export function Notices(): ReactElement {
  const notices = useWorkbench((state) => state.notices);
  const shown = notices.slice(-SHOWN_AT_ONCE);
  const more = notices.length - shown.length;
  return (
    <section className="app-notices" aria-label={appTexts.notices.label} aria-live="polite">
      {shown.map((notice) => (
        <Line key={notice.id} notice={notice} />
      ))}
      {more > 0 ? (
        <p className="app-notices-more">
          {appTexts.notices.more(more)}
          <Button variant="quiet" className="app-row-button" onClick={() => notices.forEach(({ id }) => dismissNotice(id))}>
            {appTexts.notices.dismissAll}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

function Line({ notice: { id, kind, message, error, action, forMs = NEWS_FOR_MS } }: { readonly notice: Notice }): ReactElement {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (kind === 'error' || held) return;
    const timer = setTimeout(() => dismissNotice(id), forMs);
    return () => clearTimeout(timer);
  }, [id, kind, held, forMs]);
  return (
    <div
      className="app-notice"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {kind === 'error' ? (
        <CircleAlert size={16} aria-hidden className="app-problem-error" />
      ) : (
        <Info size={16} aria-hidden className="app-problem-info" />
      )}
      <p className="app-notice-message selectable">{message}</p>
      {action ? (
        <Button
          className="app-row-button"
          onClick={() => {
            dismissNotice(id, true);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      {error ? <CopyButton text={errorDetails(error)} /> : null}
      <IconButton name={uiTexts.dismiss} icon={<X size={14} aria-hidden />} side="top" onClick={() => dismissNotice(id)} />
    </div>
  );
}
