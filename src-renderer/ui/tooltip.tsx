/** A short text beside what is pointed at or has the keyboard: a name and its key, or why something cannot be used. */
import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import './tooltip.css';

export interface TooltipProps {
  readonly text: ReactNode;
  /** As commands have it: `Mod+K`. */
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  /** The one element it belongs to; it must take a ref and handlers. */
  readonly children: ReactElement;
}

/** Gives all tooltips below one delay: once one was shown, the next come at once. Around the whole window. */
export const TooltipProvider = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <Radix.Provider delayDuration={500} skipDelayDuration={300}>
    {children}
  </Radix.Provider>
);

export const Tooltip = ({ text, keys, side = 'bottom', children }: TooltipProps): ReactElement => (
  <Radix.Root>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content className="ui-tooltip" side={side} sideOffset={4} collisionPadding={8}>
        {text}
        {keys === undefined ? null : <Kbd keys={keys} />}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
