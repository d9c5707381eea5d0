/** On or off, with its words beside it. */
import { Switch as Radix } from 'radix-ui';
import { type ReactElement, useId } from 'react';
import './switch.css';

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
}

export const Switch = ({ label, checked, onChange, disabled = false }: SwitchProps): ReactElement => {
  const id = useId();
  return (
    <span className="ui-switch-row">
      <Radix.Root id={id} className="ui-switch" checked={checked} disabled={disabled} onCheckedChange={onChange}>
        <Radix.Thumb className="ui-switch-thumb" />
      </Radix.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
};
