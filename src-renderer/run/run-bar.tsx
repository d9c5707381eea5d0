/** Running the plan, and what came out. */
import type { ReactElement } from 'react';

export const RunBar = (): ReactElement => <section className="run" />;
