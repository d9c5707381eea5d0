/** All changes of the plan: choosing one goes back or forth to it. */
import { type ReactElement, useMemo } from 'react';
import { goToStep, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { classNames, EmptyState, VirtualList } from '../../ui/index.ts';
import { type HistoryEntry, historyEntries } from './history-entries.ts';

const texts = appTexts.history;

export function HistoryPanel(): ReactElement {
  const history = useWorkbench((state) => state.history);
  const entries = useMemo(() => (history ? historyEntries(history) : []), [history]);
  if (entries.length <= 1) return <EmptyState title={texts.emptyTitle}>{texts.empty}</EmptyState>;
  return (
    <VirtualList
      label={texts.label}
      items={entries}
      keyOf={({ step }) => step}
      selected={history!.done.length}
      follow
      onChoose={({ step }) => goToStep(step)}
      render={(entry) => <Entry entry={entry} />}
    />
  );
}

const Entry = ({ entry: { step, label, origin, undone } }: { readonly entry: HistoryEntry }): ReactElement => (
  <div className={classNames('app-history-entry', undone && 'app-history-undone')}>
    <span className="app-history-step">{step}</span>
    <span className="app-history-label">{label ?? texts.start}</span>
    {undone ? <span className="visually-hidden">{texts.undone}</span> : null}
    <span className="app-history-origin">{origin === null ? '' : texts.origins[origin]}</span>
  </div>
);
