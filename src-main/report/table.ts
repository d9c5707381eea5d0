/** Tables by columns: a title, how a row's cell reads, and whether it is a number (set right). */
import { html, type Html } from './html.ts';

export interface Column<Row> {
  readonly title: string;
  readonly kind?: 'number' | 'name' | 'wide';
  readonly cell: (row: Row) => Html | string;
}

/** A table that scrolls sideways where it does not fit. `foot`: rows after the last. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], foot: readonly Html[] = []): Html {
  const head = columns.map(({ title, kind }) => html`<th class="${kind ?? ''}">${title}</th>`);
  const body = rows.map(
    (row) => html`<tr>${columns.map(({ cell, kind }) => html`<td class="${kind ?? ''}">${cell(row)}</td>`)}</tr>\n`,
  );
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}${foot}</tbody></table></div>`;
}
