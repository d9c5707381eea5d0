/** One of what can be chosen from. */
import type { ReactNode } from 'react';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A second line: what it means, or why it cannot be chosen. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly icon?: ReactNode;
}
