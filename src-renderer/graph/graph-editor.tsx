/** The network on screen: modules, layers, badges, overlays. */
import type { ReactElement } from 'react';

export const GraphEditor = (): ReactElement => <section className="graph" />;
