/** The first samples as the network would get them, with what is known of the source. The last answer stays until the next is there. */
import type { ReactElement } from 'react';
import type { SamplePreview } from '../../../src-shared/contract/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { newTexts } from '../../texts/start.ts';
import { EmptyState, ErrorPanel, Progress } from '../../ui/index.ts';
import { significant, whole } from '../../ui/format.ts';
import { EMPTY_DRAFT, useDraft } from './draft.ts';
import { showSamples } from './sample-actions.ts';

export function PreviewPanel(): ReactElement {
  const { preview, source } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { value, error, busy } = preview;
  return (
    <section className="new-preview" aria-label={newTexts.preview} aria-busy={busy} tabIndex={0}>
      <header>
        <h2>{newTexts.preview}</h2>
        <p role="status">{busy ? newTexts.previewBusy : value ? countText(value) : ''}</p>
      </header>
      <div className="new-preview-bar">{busy ? <Progress label={newTexts.previewBusy} done={0} total={0} barOnly /> : null}</div>
      {error ? <ErrorPanel error={error} title={newTexts.previewFailed} onRetry={showSamples} /> : null}
      {source === '' ? <EmptyState title={newTexts.previewEmpty}>{newTexts.previewEmptyHint}</EmptyState> : null}
      {value ? <Samples preview={value} /> : null}
    </section>
  );
}

const countText = ({ count, shape, classes }: SamplePreview): string =>
  [newTexts.samples(whole(count), shape.join(' × ')), ...(classes ? [newTexts.classes(classes.length)] : [])].join(', ');

function Samples({ preview: { samples, notes } }: { readonly preview: SamplePreview }): ReactElement {
  const least = Math.min(...samples.map(({ range }) => range[0]));
  const most = Math.max(...samples.map(({ range }) => range[2]));
  return (
    <>
      <p className="new-preview-range">{newTexts.range(significant(least), significant(most))}</p>
      <ul className="new-samples">
        {samples.map(({ name, label, seen, range }) => (
          <li key={name} title={`${newTexts.sample(name, label)}\n${rangeText(range)}`}>
            <img src={seen} alt={newTexts.sample(name, label)} />
            <span className="new-sample-label">{label ?? newTexts.noLabel}</span>
            <small>
              {significant(range[0], 2)} … {significant(range[2], 2)}
            </small>
          </li>
        ))}
      </ul>
      {notes.map(inWindow).map((note) => (
        <p key={note} className="new-note">
          {note}
        </p>
      ))}
    </>
  );
}

const rangeText = ([least, mean, most]: readonly [number, number, number]): string =>
  `${newTexts.range(significant(least), significant(most))}, ${newTexts.meanValue(significant(mean))}`;
