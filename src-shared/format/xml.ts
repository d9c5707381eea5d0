/** Texts in XML and SVG. They come from names in a model, and may hold any character. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML does not allow.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A text without the characters that XML does not allow: `substitute` stands in their place. */
export const allowedInXml = (words: string, substitute = ''): string => words.toWellFormed().replaceAll(FORBIDDEN, substitute);

/** A text as XML and HTML have it, also in an attribute. */
export const xmlText = (words: string, substitute?: string): string =>
  allowedInXml(words, substitute).replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
