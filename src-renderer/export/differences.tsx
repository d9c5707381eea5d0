/** The differences between an exported package and the simulation: one sentence each, with the layers that it is about in front. */
import type { ReactElement } from 'react';
import { exportTexts as texts } from '../texts/export.ts';

export const Differences = ({ sentences }: { readonly sentences: readonly string[] }): ReactElement => (
  <div className="export-differences">
    <h3>{texts.differences}</h3>
    {sentences.length === 0 ? (
      <p className="export-quiet">{texts.noDifferences}</p>
    ) : (
      <ul className="selectable">
        {sentences.map((sentence) => {
          const [layers, rest] = parted(sentence);
          return (
            <li key={sentence}>
              {layers === '' ? null : <strong>{layers}: </strong>}
              {rest}
            </li>
          );
        })}
      </ul>
    )}
  </div>
);

/** The layers in front of a sentence, and the sentence: `All layers: numbers have 32 bits` begins with them. */
function parted(sentence: string): readonly [layers: string, rest: string] {
  const at = sentence.indexOf(': ');
  return at < 0 ? ['', sentence] : [sentence.slice(0, at), sentence.slice(at + 2)];
}
