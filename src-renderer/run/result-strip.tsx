/** What a run reached, step by step. */
import type { ReactElement } from 'react';

export const ResultStrip = (): ReactElement => <section className="run-results" />;
