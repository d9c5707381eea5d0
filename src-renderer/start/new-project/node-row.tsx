/** A node of the preflight: one line in the list, and all of it below. */
import type { ReactElement } from 'react';
import { inWindow } from '../../texts/messages.ts';
import { newTexts } from '../../texts/start.ts';
import { Badge, type Tone } from '../../ui/index.ts';
import type { InspectedNode } from './node-filter.ts';

const TONES: Readonly<Record<InspectedNode['status'], Tone>> = {
  native: 'ok',
  rewritten: 'neutral',
  'real-valued': 'warning',
  blocked: 'danger',
};

export const NodeRow = ({ node }: { readonly node: InspectedNode }): ReactElement => {
  const { name, type, status, into, layers = [], why = '' } = node;
  return (
    <span className="new-node">
      <span>
        <Badge tone={TONES[status]}>{newTexts.statuses[status]}</Badge>
      </span>
      <span>{name}</span>
      <span>{type}</span>
      <span>{status === 'blocked' ? '' : newTexts.into(into)}</span>
      <span>{layers.join(', ')}</span>
      <span>{inWindow(why)}</span>
    </span>
  );
};

/** The chosen node with nothing cut off. Its place is kept while none is chosen. */
export function NodeDetail({ node }: { readonly node: InspectedNode | undefined }): ReactElement {
  if (!node) return <p className="new-node-detail new-node-none">{newTexts.chooseNode}</p>;
  const { name, type, status, into, layers = [], why } = node;
  return (
    <div className="new-node-detail selectable">
      <p>
        <Badge tone={TONES[status]}>{newTexts.statuses[status]}</Badge>
        <strong>{name}</strong>
        <span>{type}</span>
        {status === 'blocked' ? null : <span>→ {newTexts.into(into)}</span>}
      </p>
      <p>{inWindow(why ?? newTexts.statusHints[status])}</p>
      {layers.length > 0 ? (
        <p>
          {newTexts.columns.layers}: {layers.join(', ')}
        </p>
      ) : null}
    </div>
  );
}
