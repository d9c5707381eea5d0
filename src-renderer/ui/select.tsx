/** One of a list, chosen from a menu (Radix): by mouse, by arrows, by typing its first letters. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { type KeyboardEvent, type ReactElement, useRef, useState } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { classNames } from './class-names.ts';
import { Field, type FieldIds, type FieldProps } from './field.tsx';
import { nextByLetters } from './next-by-letters.ts';
import type { Option } from './option.ts';
import { SelectList } from './select-list.tsx';
import './select.css';

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

/** Letters typed one after the other belong together for so long. */
const PAUSE_MS = 1000;
const OPEN_KEYS = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown']);

/**
 * The button that shows what is chosen. The list is made when it is opened: a panel has many of these, of up to hundreds of options, and
 * is drawn anew with every selection.
 */
export function Select<T extends string>(props: SelectProps<T>): ReactElement {
  const { value, options, onChange, placeholder = uiTexts.mixed, disabled = false, label, ids, variant = 'plain' } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const typing = useRef({ letters: '', at: -Infinity });
  const chosen = options.find((option) => option.value === value);
  const press = (event: KeyboardEvent): void => {
    if (open) return;
    const { key, ctrlKey, altKey, metaKey, timeStamp } = event;
    const before = timeStamp - typing.current.at > PAUSE_MS ? '' : typing.current.letters;
    if (OPEN_KEYS.has(key) && !(key === ' ' && before !== '')) {
      event.preventDefault();
      typing.current.at = -Infinity;
      setOpen(true);
    } else if (key.length === 1 && !ctrlKey && !altKey && !metaKey) {
      typing.current = { letters: before + key, at: timeStamp };
      const next = nextByLetters(options, before + key, chosen);
      if (!next) return;
      // A letter that chooses here is no command of the window as well.
      event.preventDefault();
      onChange(next.value);
    }
  };
  return (
    <>
      <button
        {...ids}
        ref={button}
        type="button"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-autocomplete="none"
        disabled={disabled}
        data-disabled={disabled ? '' : undefined}
        className={classNames('ui-select', `ui-select-${variant}`)}
        onPointerDown={(event) => {
          if (event.button !== 0 || event.ctrlKey || event.pointerType !== 'mouse') return;
          // The list takes the focus, not the button after it.
          event.preventDefault();
          setOpen(true);
        }}
        // A finger may be about to scroll: it opens the list where it comes up again, as does a screen reader.
        onClick={() => setOpen(true)}
        onKeyDown={press}
      >
        <span className={classNames('ui-select-value', !chosen && 'ui-select-none')}>
          {chosen?.icon}
          <span className="ui-select-label">{chosen?.label ?? placeholder}</span>
        </span>
        <ChevronDown size={14} aria-hidden />
      </button>
      {open ? (
        <SelectList value={value} options={options} onChange={onChange} onClose={() => setOpen(false)} button={button} />
      ) : null}
    </>
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
