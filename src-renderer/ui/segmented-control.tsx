/** One of two to four, all in view: arrows move the choice. */
import { RadioGroup } from 'radix-ui';
import type { ReactElement } from 'react';
import { Field, type FieldIds, type FieldProps } from './field.tsx';
import type { Option } from './option.ts';
import './segmented-control.css';

export interface SegmentedControlProps<T extends string> {
  /** `undefined` where what it stands for differs: nothing is chosen then. */
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean | undefined;
  readonly label?: string | undefined;
  readonly ids?: FieldIds | undefined;
}

export const SegmentedControl = <T extends string>(props: SegmentedControlProps<T>): ReactElement => {
  const { value, options, onChange, disabled = false, label, ids } = props;
  return (
    <RadioGroup.Root
      {...ids}
      aria-label={label}
      className="ui-segments"
      orientation="horizontal"
      value={value ?? null}
      disabled={disabled}
      onValueChange={(next) => onChange(next as T)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          title={option.hint}
          className="ui-segment"
        >
          {option.icon}
          <span>{option.label}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
};

export type SegmentedFieldProps<T extends string> = Omit<SegmentedControlProps<T>, 'ids' | 'label'> &
  Omit<FieldProps, 'children'>;

export const SegmentedField = <T extends string>(props: SegmentedFieldProps<T>): ReactElement => {
  const { label, message, hint, action, layout, bare, ...control } = props;
  return (
    <Field label={label} message={message} hint={hint} action={action} layout={layout} bare={bare}>
      {(ids) => <SegmentedControl {...control} ids={ids} />}
    </Field>
  );
};
