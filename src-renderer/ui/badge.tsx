/** A few letters or a number that say what something is or how many there are. */
import type { ReactElement, ReactNode } from 'react';
import './badge.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warning' | 'danger';

export interface BadgeProps {
  readonly tone?: Tone | undefined;
  readonly children: ReactNode;
  /** What it says, where the letters alone do not: read out instead of them. */
  readonly label?: string | undefined;
}

export const Badge = ({ tone = 'neutral', label, children }: BadgeProps): ReactElement => (
  <span className={classNames('ui-badge', `ui-badge-${tone}`)}>
    {label === undefined ? (
      children
    ) : (
      <>
        <span aria-hidden>{children}</span>
        <span className="visually-hidden">{label}</span>
      </>
    )}
  </span>
);
