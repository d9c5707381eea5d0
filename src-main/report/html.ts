/** Makes HTML text safely: every value in a template is escaped, unless it is HTML already. */

/** A piece of HTML. */
export interface Html {
  readonly html: string;
}

type Piece = Html | string | number | undefined | false | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** The mark of pages that this program made, in their heads. */
export const GENERATOR = '<meta name="generator" content="Spikeloom">';

/** HTML that was made elsewhere (a drawing); the caller guarantees that it is safe. */
export const raw = (html: string): Html => ({ html });

/** An HTML template. Strings and numbers are escaped, lists are joined, `undefined` and `false` become nothing. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { html: parts.map((part, index) => part + (index < pieces.length ? text(pieces[index]) : '')).join('') };
}

function text(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (typeof piece === 'object') return 'html' in piece ? piece.html : piece.map(text).join('');
  return escapeHtml(String(piece));
}
