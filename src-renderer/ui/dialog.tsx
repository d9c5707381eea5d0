/** A dialog over the window: rare, for what has no place in it. Escape and the button close it; the focus goes back where it was. */
import X from 'lucide-react/icons/x';
import { Dialog as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { classNames } from './class-names.ts';
import './dialog.css';
import { onEscapeKeyDown } from './draft-escape.ts';
import { useReturnFocus } from './return-focus.ts';

export interface DialogProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly description?: string | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly size?: 'small' | 'medium' | 'large' | undefined;
  readonly children: ReactNode;
  /** Buttons at the foot, the one that goes on last. */
  readonly footer?: ReactNode;
}

export const Dialog = (props: DialogProps): ReactElement => {
  const { title, description, open, onOpenChange, size = 'medium', children, footer } = props;
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="ui-dialog-shade" />
        <Radix.Content
          className={classNames('ui-dialog', `ui-dialog-${size}`)}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={onEscapeKeyDown}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="ui-dialog-head">
            <Radix.Title>{title}</Radix.Title>
            {description === undefined ? null : <Radix.Description>{description}</Radix.Description>}
          </header>
          <div className="ui-dialog-body">{children}</div>
          {footer === undefined ? null : <footer className="ui-dialog-foot">{footer}</footer>}
          {/* Last, so that the keyboard starts with what the dialog is for. */}
          <Radix.Close className="ui-icon-button ui-dialog-close" aria-label={uiTexts.close}>
            <X size={16} aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
