/** Small marks in tables: a bar beside its number, cells on the sequential map. */
import { percent } from './format.ts';
import { html, type Html } from './html.ts';

/** 0…1 as a CSS percentage. */
const place = (fraction: number): string => `${Math.round(100 * Math.min(1, Math.max(0, fraction)))}%`;

/** The largest of the values that are known; 0 if none is. */
export const largest = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

/** A fraction as a bar, full where it is `most`, and its percentage; `–` where it is unknown. */
export const bar = (value: number | undefined, most: number): Html | string =>
  value === undefined
    ? '–'
    : html`<span class="bar" style="--p:${place(most === 0 ? 0 : value / most)}"></span><span>${percent(value)}</span>`;

/** One cell a step, on the sequential map from 0 to 1. */
export function heat(rates: readonly number[]): Html {
  const cells = rates.map((rate, t) => html`<i style="--p:${place(rate)}" title="step ${t + 1}: ${percent(rate)}"></i>`);
  const spoken = rates.map((rate) => percent(rate, 0)).join(', ');
  return html`<span class="heat ${rates.length > 16 ? 'many' : ''}" role="img" aria-label="${spoken}">${cells}</span>`;
}

/** What the cells' shades mean. */
export const heatKey = (about: string): Html =>
  html`<div class="key small"><span>0</span><span class="ramp"></span><span>${percent(1, 0)}</span><span>${about}</span></div>`;
