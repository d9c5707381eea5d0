/** What went wrong, at the place where it did: the sentence, what can be done, and the details to copy. Never a stack. */
import CircleAlert from 'lucide-react/icons/circle-alert';
import type { ReactElement, ReactNode } from 'react';
import type { WireError } from '../../src-shared/contract/index.ts';
import { fieldName, inWindow } from '../texts/messages.ts';
import { uiTexts } from '../texts/ui.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import './error-panel.css';

export interface ErrorPanelProps {
  readonly error: WireError;
  /** What could not be done, above the sentence: `The model cannot be read`. */
  readonly title?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** Further buttons. */
  readonly children?: ReactNode;
}

export const ErrorPanel = ({ error, title, onRetry, children }: ErrorPanelProps): ReactElement => (
  <div className="ui-error" role="alert">
    <CircleAlert size={16} aria-hidden className="ui-error-icon" />
    <div className="ui-error-words selectable">
      {title === undefined ? null : <p className="ui-error-title">{title}</p>}
      <p>{inWindow(error.message)}</p>
    </div>
    <div className="ui-error-actions">
      {onRetry ? <Button onClick={onRetry}>{uiTexts.retry}</Button> : null}
      {children}
      <CopyButton text={errorDetails(error)} />
    </div>
  </div>
);

/** All that is known of an error, as "Copy details" copies it. */
export function errorDetails({ code, message, at, details }: WireError): string {
  const { option, ...named } = at ?? {};
  const place = Object.entries({ ...named, ...(option ? { option: fieldName(option) } : {}) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${code}: ${inWindow(message)}`, ...place, ...(details === undefined ? [] : ['', details])].join('\n');
}
