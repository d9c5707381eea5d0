/** What stands where there is nothing yet: what would be here, and what to do to get it. */
import type { ReactElement, ReactNode } from 'react';
import './empty-state.css';

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly action?: ReactNode;
}

export const EmptyState = ({ title, children, action }: EmptyStateProps): ReactElement => (
  <div className="ui-empty">
    <p className="ui-empty-title">{title}</p>
    {children === undefined || children === null ? null : <p className="ui-empty-text">{children}</p>}
    {action === undefined ? null : <div className="ui-empty-action">{action}</div>}
  </div>
);
