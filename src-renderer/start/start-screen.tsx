/** Where a project begins: recent ones, a new model, the example. */
import type { ReactElement } from 'react';

export const StartScreen = (): ReactElement => <section className="start" />;
