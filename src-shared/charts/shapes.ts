/** Shapes of a drawing as plain data, which become SVG text here and elements of the page in the window. */
import { xmlText } from '../format/index.ts';

/** An SVG element: its attributes, and the text in it. Colours are references to the tokens of src-shared/theme: `var(--ink)`. */
export interface Shape {
  readonly tag: 'path' | 'text' | 'rect';
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

/** A number of px as SVG has it: a tenth of a px is enough. */
export const px = (value: number): number => Math.round(value * 10) / 10;

/** A path by its commands. */
export const path = (d: string, attributes: Shape['attributes']): Shape => ({ tag: 'path', attributes: { d, ...attributes } });

/** A text at a place in px: the left end of its base line, unless `text-anchor` says otherwise. */
export const text = (words: string, x: number, y: number, attributes: Shape['attributes']): Shape => ({
  tag: 'text',
  attributes: { x: px(x), y: px(y), ...attributes },
  text: words,
});

/** Shapes as SVG text. */
export const shapesText = (shapes: readonly Shape[]): string =>
  shapes
    .map(({ tag, attributes, text: words }) => {
      const pairs = Object.entries(attributes).map(([name, value]) => ` ${name}="${xmlText(String(value))}"`);
      return words === undefined ? `<${tag}${pairs.join('')}/>` : `<${tag}${pairs.join('')}>${xmlText(words)}</${tag}>`;
    })
    .join('');
