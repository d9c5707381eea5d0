/** Parts that the inspector is made of: sections, and facts in two columns. */
import type { ReactElement, ReactNode } from 'react';
import { Facts as PlainFacts, type FactsProps } from '../ui/index.ts';

export const Facts = ({ facts }: Pick<FactsProps, 'facts'>): ReactElement => (
  <PlainFacts className="inspector-facts" facts={facts} />
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
