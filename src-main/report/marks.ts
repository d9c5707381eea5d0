/** Small marks in tables: a bar beside its number, and cells in the colours of the sequential scale. */
import { percent } from './format.ts';
import { html, type Html } from './html.ts';

/** 0…1 as a CSS percentage. */
const place = (fraction: number): string => `${Math.round(100 * Math.min(1, Math.max(0, fraction)))}%`;

/** The largest known value; 0 if none is known. */
export const largest = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

/** A fraction as a bar with its percentage. The bar is full at `most`. `–` if the fraction is unknown. */
export const bar = (value: number | undefined, most: number): Html | string =>
  value === undefined
    ? '–'
    : html`<span class="bar" style="--p:${place(most === 0 ? 0 : value / most)}"></span><span>${percent(value)}</span>`;

/** One cell per step, coloured on the sequential scale from 0 to 1. */
export function heat(rates: readonly number[]): Html {
  const cells = rates.map((rate, t) => html`<i style="--p:${place(rate)}" title="step ${t + 1}: ${percent(rate)}"></i>`);
  const spoken = rates.map((rate) => percent(rate, 0)).join(', ');
  return html`<span class="heat ${rates.length > 16 ? 'many' : ''}" role="img" aria-label="${spoken}">${cells}</span>`;
}

/** The legend of the cells' colours. */
export const heatKey = (about: string): Html =>
  html`<div class="key small"><span>0</span><span class="ramp"></span><span>${percent(1, 0)}</span><span>${about}</span></div>`;
