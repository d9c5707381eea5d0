/** Buttons: with words, or an icon whose name is its tooltip. */
import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import './button.css';
import { classNames } from './class-names.ts';
import { ariaKey } from './keys.ts';
import { Tooltip, type TooltipProps } from './tooltip.tsx';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'>;

export interface ButtonProps extends Native {
  /** `primary` once a screen, for what comes next; `quiet` without an outline, in bars and lists. */
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger' | undefined;
  /** In front of the words, 14 px: `<Play size={14} aria-hidden />`. */
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

export const Button = ({ variant = 'plain', icon, className, children, ref, ...native }: ButtonProps): ReactElement => (
  <button type="button" ref={ref} className={classNames('ui-button', `ui-button-${variant}`, className)} {...native}>
    {icon}
    <span className="ui-button-words">{children}</span>
  </button>
);

export interface IconButtonProps extends Omit<Native, 'name' | 'children'> {
  /** Accessible name and tooltip: what it does. */
  readonly name: string;
  readonly icon: ReactNode;
  /** The key that does the same, as commands have it. */
  readonly keys?: string | undefined;
  /** For a button that stays down. */
  readonly pressed?: boolean | undefined;
  readonly side?: TooltipProps['side'];
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/**
 * An icon that does something. One that cannot be used now keeps the keyboard and its tooltip: `disabled` becomes `aria-disabled`,
 * and a click does nothing.
 */
export const IconButton = (props: IconButtonProps): ReactElement => {
  const { name, icon, keys, pressed, side, className, disabled = false, onClick, ref, ...native } = props;
  return (
    <Tooltip text={name} keys={keys} side={side}>
      <button
        type="button"
        ref={ref}
        aria-label={name}
        aria-pressed={pressed}
        aria-disabled={disabled || undefined}
        aria-keyshortcuts={keys === undefined ? undefined : ariaKey(keys)}
        className={classNames('ui-icon-button', className)}
        onClick={(event) => (disabled ? event.preventDefault() : onClick?.(event))}
        {...native}
      >
        {icon}
      </button>
    </Tooltip>
  );
};
