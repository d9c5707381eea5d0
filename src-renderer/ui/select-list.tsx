/** The open list of a select (Radix), beside the button that opened it. */
import Check from 'lucide-react/icons/check';
import { Select as Radix } from 'radix-ui';
import { type ReactElement, type Ref, type RefObject, useLayoutEffect } from 'react';
import type { Option } from './option.ts';

export interface SelectListProps<T extends string> {
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly onClose: () => void;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** The list, open for as long as it is there. Closing gives the focus back to the button. */
export const SelectList = <T extends string>(props: SelectListProps<T>): ReactElement => {
  const { value, options, onChange, onClose, button } = props;
  return (
    // An empty string is Radix's "nothing chosen"; undefined would make it keep a value of its own.
    <Radix.Root
      open
      value={value ?? ''}
      onOpenChange={(open) => !open && onClose()}
      onValueChange={(next) => next !== '' && onChange(next as T)}
    >
      <Radix.Trigger asChild>
        <Anchor button={button} />
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
};

interface AnchorProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Radix's, for its trigger: it is handed the button, which is there before the list is. */
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Stands for the button in Radix's tree: what is placed beside its trigger is placed beside the button. */
function Anchor({ button, ref }: AnchorProps): null {
  useLayoutEffect(() => {
    const give = (element: HTMLButtonElement | null): void => {
      if (typeof ref === 'function') ref(element);
      else if (ref) ref.current = element;
    };
    give(button.current);
    return () => give(null);
  }, [button, ref]);
  return null;
}
