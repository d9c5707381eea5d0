/** A part of the window that may break alone: an error in one view leaves the others as they are. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { WireError } from '../../src-shared/contract/index.ts';
import { asWireError } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { ErrorPanel } from '../ui/index.ts';

interface PartProps {
  readonly children: ReactNode;
}

/** React asks for a class here: only one can catch what is thrown while rendering. */
export class Part extends Component<PartProps, { readonly error: WireError | null }> {
  override readonly state: { readonly error: WireError | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: WireError } {
    return { error: { ...asWireError(error), message: appTexts.failed.text } };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    console.error(error, componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <ErrorPanel title={appTexts.failed.title} error={error} onRetry={() => this.setState({ error: null })} />;
  }
}
