/** One of a list, chosen from a menu (Radix): by mouse, by arrows, by typing its first letters. */
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { Select as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { classNames } from './class-names.ts';
import { Field, type FieldIds, type FieldProps } from './field.tsx';
import './select.css';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A second line: what it means, or why it cannot be chosen. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly icon?: ReactNode;
}

export interface SelectProps<T extends string> {
  /** `undefined` where what it stands for differs; shows "Mixed" or the placeholder. */
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly label?: string | undefined;
  readonly ids?: FieldIds | undefined;
  /** `quiet` without an outline, for bars. */
  readonly variant?: 'plain' | 'quiet' | undefined;
}

export function Select<T extends string>(props: SelectProps<T>): ReactElement {
  const { value, options, onChange, placeholder = uiTexts.mixed, disabled = false, label, ids, variant = 'plain' } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    // An empty string is Radix's "nothing chosen"; undefined would make it keep a value of its own.
    <Radix.Root value={value ?? ''} disabled={disabled} onValueChange={(next) => next !== '' && onChange(next as T)}>
      <Radix.Trigger {...ids} aria-label={label} className={classNames('ui-select', `ui-select-${variant}`)}>
        <span className={classNames('ui-select-value', !chosen && 'ui-select-none')}>
          {chosen?.icon}
          <span className="ui-select-label">{chosen?.label ?? placeholder}</span>
        </span>
        <ChevronDown size={14} aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="ui-menu ui-select-list" position="popper" sideOffset={2} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                textValue={option.label}
                className="ui-menu-item"
              >
                <span className="ui-menu-mark">
                  <Radix.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                {option.icon}
                <span className="ui-menu-words">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint === undefined ? null : <small className="ui-menu-hint">{option.hint}</small>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type SelectFieldProps<T extends string> = Omit<SelectProps<T>, 'ids' | 'label'> & Omit<FieldProps, 'children'>;

export const SelectField = <T extends string>(props: SelectFieldProps<T>): ReactElement => {
  const { label, message, hint, action, layout, bare, ...select } = props;
  return (
    <Field label={label} message={message} hint={hint} action={action} layout={layout} bare={bare}>
      {(ids) => <Select {...select} ids={ids} />}
    </Field>
  );
};
