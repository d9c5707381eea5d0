/** Names and values in two columns: what is known of something. */
import type { ReactElement, ReactNode } from 'react';

export interface FactsProps {
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}

export const Facts = ({ facts }: FactsProps): ReactElement => (
  <dl className="inspector-facts selectable">
    {facts.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export interface SectionProps {
  readonly title: string;
  /** At the end of the title's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the inspector under a title of its own. */
export const Section = ({ title, aside, children }: SectionProps): ReactElement => (
  <section className="inspector-section">
    <header className="inspector-section-head">
      <h3>{title}</h3>
      {aside}
    </header>
    {children}
  </section>
);
