/** How far something has come, and how long it still takes. */
import type { ReactElement } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { count, duration } from './format.ts';
import './progress.css';

export interface ProgressProps {
  /** What is being done. */
  readonly label: string;
  readonly done: number;
  /** 0 where it is not known yet. */
  readonly total: number;
  readonly remainingMs?: number | null | undefined;
  /** The bar alone, where the figures stand elsewhere. */
  readonly barOnly?: boolean | undefined;
}

export const Progress = ({ label, done, total, remainingMs = null, barOnly = false }: ProgressProps): ReactElement => {
  const known = total > 0;
  const text = known ? uiTexts.progress(count(done), count(total)) : '';
  const left = remainingMs === null ? '' : uiTexts.left(duration(remainingMs));
  return (
    <div className="ui-progress">
      <div
        className="ui-progress-bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        {...(known
          ? { 'aria-valuemax': total, 'aria-valuenow': done, 'aria-valuetext': [text, left].filter(Boolean).join(', ') }
          : {})}
      >
        <div
          className={known ? 'ui-progress-done' : 'ui-progress-unknown'}
          style={known ? { width: `${(100 * done) / total}%` } : {}}
        />
      </div>
      {barOnly ? null : (
        <p className="ui-progress-figures">
          <span>{text}</span>
          <span>{left}</span>
        </p>
      )}
    </div>
  );
};
