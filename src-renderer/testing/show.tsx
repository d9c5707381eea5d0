/** Components in a page of a test, with what the window has around all of them. */
import { cleanup, render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach } from 'vitest';
import { TooltipProvider } from '../ui/index.ts';

/** Shows an element; what a test showed is taken away after it. */
export const show = (element: ReactElement): RenderResult =>
  render(element, { wrapper: ({ children }) => <TooltipProvider>{children}</TooltipProvider> });

afterEach(cleanup);
