/** Tables described by their columns: a title, the text of a row's cell, and whether the cell is a number (aligned right). */
import { html, type Html } from './html.ts';

export interface Column<Row> {
  readonly title: string;
  readonly kind?: 'number' | 'name' | 'wide';
  readonly cell: (row: Row) => Html | string;
}

/** A table that scrolls sideways if it is too wide. `foot`: rows after the last one. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], foot: readonly Html[] = []): Html {
  const head = columns.map(({ title, kind }) => html`<th class="${kind ?? ''}">${title}</th>`);
  const body = rows.map(
    (row) => html`<tr>${columns.map(({ cell, kind }) => html`<td class="${kind ?? ''}">${cell(row)}</td>`)}</tr>\n`,
  );
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}${foot}</tbody></table></div>`;
}
