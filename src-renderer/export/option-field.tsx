/** The field of an option that only some formats have, as the table of options describes it. */
import type { ReactElement } from 'react';
import type { ExportOptionEntry } from '../../src-shared/export/index.ts';
import { NumberField, SelectField, Switch } from '../ui/index.ts';

export interface OptionFieldProps {
  readonly entry: ExportOptionEntry;
  /** Undefined: nothing was chosen. */
  readonly value: number | string | true | undefined;
  readonly message: string | null;
  readonly disabled: boolean;
  readonly onChange: (value: number | string | true | undefined) => void;
}

/** The choice that stands for none. */
const ABSENT = '';

export function OptionField({ entry, value, message, disabled, onChange }: OptionFieldProps): ReactElement {
  if (entry.kind === 'switch') {
    return (
      <Switch
        label={entry.label}
        checked={value === true}
        disabled={disabled}
        onChange={(next) => onChange(next ? true : undefined)}
      />
    );
  }
  const field = { label: entry.label, hint: entry.hint, message, disabled };
  if (entry.kind === 'count') {
    return (
      <NumberField
        {...field}
        value={typeof value === 'number' ? value : undefined}
        whole
        min={1}
        placeholder={entry.absent}
        onCommit={onChange}
        onClear={() => onChange(undefined)}
      />
    );
  }
  return (
    <SelectField
      {...field}
      value={String(value ?? ABSENT)}
      options={[{ value: ABSENT, label: entry.absent }, ...entry.choices]}
      onChange={(next) => onChange(next === ABSENT ? undefined : next)}
    />
  );
}
