/** Names and values side by side: facts of something. The style sheet of the class lays them out. */
import type { ReactElement, ReactNode } from 'react';

export interface FactsProps {
  readonly className: string;
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}

export const Facts = ({ className, facts }: FactsProps): ReactElement => (
  <dl className={`${className} selectable`}>
    {facts.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
