/** The plan as text, and the difference between saved versions. */
import type { ReactElement } from 'react';

export const PlanEditor = (): ReactElement => <section className="plan-editor" />;
