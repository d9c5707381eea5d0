/**
 * A number that is typed or stepped. Enter or leaving the field commits, Escape restores, arrows step (Shift: ten times as far) and
 * commit when the key comes up, so that holding one is one change.
 */
import { Tooltip as Radix } from 'radix-ui';
import { type KeyboardEvent, type ReactElement, type ReactNode, useState } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { draftMark } from './draft-escape.ts';
import { Field, type FieldIds, type FieldProps } from './field.tsx';
import { type NumberRule, numberText, readNumber, stepped } from './number-text.ts';

export interface NumberInputProps extends NumberRule {
  /** `mixed` where what it stands for differs; undefined where there is none. */
  readonly value: number | 'mixed' | undefined;
  readonly onCommit: (value: number) => void;
  /** Leaving the field empty means "none", and calls this. Without it, a value is needed. */
  readonly onClear?: (() => void) | undefined;
  /** What is shown while there is no value: what will be used then. */
  readonly placeholder?: string | undefined;
  readonly step?: number | undefined;
  readonly unit?: ReactNode;
  readonly disabled?: boolean | undefined;
  /** Accessible name, for a field without a visible label. */
  readonly label?: string | undefined;
  readonly ids?: FieldIds | undefined;
  /** Told what is wrong with the text while it is typed; null when nothing is. */
  readonly onWrong?: ((wrong: string | null) => void) | undefined;
}

export function NumberInput(props: NumberInputProps): ReactElement {
  const { value, onCommit, onClear, placeholder, step = 1, unit, disabled, label, ids, onWrong, ...rule } = props;
  // Null while nobody types: then the field shows `value`, whoever changes it.
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (typeof value === 'number' ? numberText(value) : '');
  const wrongOf = (text: string): string | null => {
    if (text.trim() === '' && (onClear || typeof value !== 'number')) return null;
    const reading = readNumber(text, rule);
    return 'wrong' in reading ? reading.wrong : null;
  };
  const wrong = draft === null ? null : wrongOf(draft);

  const change = (text: string | null): void => {
    setDraft(text);
    onWrong?.(text === null ? null : wrongOf(text));
  };
  /** What is wrong stays on screen with its message; the value is as it was. */
  const commit = (): void => {
    if (draft === null || wrong !== null) return;
    change(null);
    if (draft.trim() === '') {
      if (value !== undefined && value !== 'mixed') onClear?.();
      return;
    }
    const reading = readNumber(draft, rule);
    if ('value' in reading && reading.value !== value) onCommit(reading.value);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && draft !== null) {
      // Restores; does not also close what is around it.
      event.stopPropagation();
      change(null);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const reading = readNumber(shown);
      if ('wrong' in reading) return;
      const by = (event.key === 'ArrowUp' ? 1 : -1) * step * (event.shiftKey ? 10 : 1);
      change(numberText(stepped(reading.value, by, rule)));
    }
  };
  const input = (
    <span className="ui-input">
      <input
        {...ids}
        {...draftMark(draft !== null)}
        aria-label={label}
        aria-invalid={wrong !== null || undefined}
        inputMode={rule.whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        placeholder={value === 'mixed' ? uiTexts.mixed : placeholder}
        value={shown}
        onChange={({ target }) => change(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={commit}
        onKeyDown={press}
        onKeyUp={({ key }) => (key === 'ArrowUp' || key === 'ArrowDown') && commit()}
      />
      {unit === undefined ? null : <span className="ui-input-unit">{unit}</span>}
    </span>
  );
  return onWrong ? input : <WrongHint text={wrong}>{input}</WrongHint>;
}

/** What is wrong, below a field without a line of its own for it. */
const WrongHint = ({ text, children }: { readonly text: string | null; readonly children: ReactElement }): ReactElement => (
  <Radix.Root open={text !== null}>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content className="ui-tooltip ui-tooltip-wrong" side="bottom" align="start" sideOffset={4} collisionPadding={8}>
        {text}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);

export type NumberFieldProps = Omit<NumberInputProps, 'ids' | 'onWrong' | 'label'> & Omit<FieldProps, 'children'>;

/** A number input with its label, its hint and room for what is wrong. */
export function NumberField({ label, message, hint, action, layout, bare, ...input }: NumberFieldProps): ReactElement {
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <Field label={label} message={wrong ?? message} hint={hint} action={action} layout={layout} bare={bare}>
      {(ids) => <NumberInput {...input} ids={ids} onWrong={setWrong} />}
    </Field>
  );
}
