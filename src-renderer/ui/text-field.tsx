/** A line of text. Enter or leaving the field commits, Escape restores; or `live`, every change is handed on at once. */
import { type KeyboardEvent, type ReactElement, type ReactNode, type Ref, useId, useState } from 'react';
import { draftMark } from './draft-escape.ts';
import { Field, type FieldIds, type FieldProps } from './field.tsx';

export interface TextInputProps {
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly live?: boolean | undefined;
  /** Told of each change of the text before it is committed. */
  readonly onType?: (() => void) | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly label?: string | undefined;
  readonly ids?: FieldIds | undefined;
  readonly invalid?: boolean | undefined;
  /** In front of the text: an icon. */
  readonly before?: ReactNode;
  /** Behind the text: a count, a button. */
  readonly after?: ReactNode;
  readonly type?: 'text' | 'search' | undefined;
  /** Offered while a person types; anything else may be typed too. */
  readonly suggestions?: readonly string[] | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
  readonly ref?: Ref<HTMLInputElement> | undefined;
}

export function TextInput(props: TextInputProps): ReactElement {
  const {
    value,
    onCommit,
    live = false,
    onType,
    ids,
    label,
    invalid,
    before,
    after,
    type = 'text',
    suggestions,
    onKeyDown,
    ref,
    ...native
  } = props;
  const listId = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft === null) return;
    setDraft(null);
    if (draft !== value) onCommit(draft);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const wasTaken = event.defaultPrevented;
    onKeyDown?.(event);
    if (live || event.defaultPrevented !== wasTaken) return;
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  return (
    <span className="ui-input">
      {before}
      <input
        {...native}
        {...ids}
        {...draftMark(draft !== null)}
        ref={ref}
        type={type}
        aria-label={label}
        list={suggestions && listId}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        value={live ? value : (draft ?? value)}
        onChange={({ target }) => {
          if (live) return onCommit(target.value);
          setDraft(target.value);
          onType?.();
        }}
        onBlur={commit}
        onKeyDown={press}
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((text, index) => (
            <option key={index} value={text} />
          ))}
        </datalist>
      ) : null}
      {after}
    </span>
  );
}

export type TextFieldProps = Omit<TextInputProps, 'ids' | 'label'> & Omit<FieldProps, 'children'>;

export const TextField = ({ label, message, hint, action, layout, bare, ...input }: TextFieldProps): ReactElement => (
  <Field label={label} message={message} hint={hint} action={action} layout={layout} bare={bare}>
    {(ids) => <TextInput {...input} ids={ids} invalid={Boolean(message)} />}
  </Field>
);
