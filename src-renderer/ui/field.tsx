/** A label, what it labels, and a line below it that is always there: for what is wrong, or a hint. */
import { type ReactElement, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import './field.css';

/** Ids that tie a control to its label and its message. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-labelledby': string;
  readonly 'aria-describedby': string;
}

export interface FieldProps {
  readonly label: string;
  /** What is wrong; takes the hint's place. */
  readonly message?: string | null | undefined;
  readonly hint?: ReactNode;
  /** At the end of the label's line: a reset button, a badge. */
  readonly action?: ReactNode;
  /** `beside`: label left, control right, in one row (a panel); `above` otherwise. */
  readonly layout?: 'above' | 'beside' | undefined;
  /** No line below: where the control never has anything to say. */
  readonly bare?: boolean | undefined;
  /** The control, given the ids. */
  readonly children: (ids: FieldIds) => ReactNode;
}

export function Field(props: FieldProps): ReactElement {
  const { label, message, hint, action, layout = 'above', bare = false, children } = props;
  const id = useId();
  const ids: FieldIds = { id, 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-message` };
  return (
    <div className={classNames('ui-field', `ui-field-${layout}`)}>
      <div className="ui-field-head">
        <label className="ui-field-label" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {action}
      </div>
      <div className="ui-field-control">{children(ids)}</div>
      {bare ? null : (
        <p
          className={classNames('ui-field-message', Boolean(message) && 'ui-field-wrong')}
          id={`${id}-message`}
          aria-live="polite"
        >
          {message || hint}
        </p>
      )}
    </div>
  );
}
