/** What the selected layers use, and how to change it. */
import type { ReactElement } from 'react';

export const Inspector = (): ReactElement => <section className="inspector" />;
