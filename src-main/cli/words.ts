/** Numbers with units, formatted for people. */

/** A fraction in percent, with one decimal. */
export const percent = (fraction: number): string => (100 * fraction).toFixed(1);

/** A whole number with separated thousands. */
export const integer = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ');

/** Bytes in kB or MB. */
export const bytes = (value: number): string =>
  value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(2)} MB`;

/** A duration: in ms below ten seconds, otherwise in s. */
export const milliseconds = (value: number): string =>
  value < 10_000 ? `${value.toFixed(value < 100 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;
