/** The three badges of neuron layers: coding, neuron, threshold. Each opens its choices. */
import type { ReactElement } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { classNames } from '../../ui/class-names.ts';
import { BADGE_FIELDS, type Badges, type BadgeField } from '../model/badges.ts';
import { editBadge } from '../state/floating.ts';

export const BadgeRow = ({ badges }: { readonly badges: Badges }): ReactElement => (
  <div className="graph-badges">
    {BADGE_FIELDS.map((field) => (
      <BadgeButton key={field} field={field} badges={badges} />
    ))}
  </div>
);

function BadgeButton({ field, badges }: { readonly field: BadgeField; readonly badges: Badges }): ReactElement {
  const value = badges[field];
  const text = value ?? graphTexts.mixed;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classNames(
        'graph-badge',
        `graph-badge-${field}`,
        value === null && 'graph-badge-mixed',
        field === 'coding' && `graph-coding-${value ?? 'mixed'}`,
      )}
      aria-label={graphTexts.badge(graphTexts.fields[field], text)}
      data-field={field}
      onClick={(event) => {
        event.stopPropagation();
        editBadge(field, badges.layers, event.currentTarget.getBoundingClientRect());
      }}
    >
      {field === 'coding' ? <span className="graph-badge-line" aria-hidden /> : null}
      <span className="graph-badge-words">{text}</span>
    </button>
  );
}
