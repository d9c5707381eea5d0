/** What belongs to the figures: remedies, unpriced terms, caveats and sources of the model. */
import type { ReactElement } from 'react';
import { type EnergyModel, type EnergySummary, NO_PRICE, TERM_LABELS } from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { count } from '../../ui/format.ts';
import { MessageParts } from '../results/notes-section.tsx';

export interface EnergyAsideProps {
  readonly summary: EnergySummary;
  readonly model: EnergyModel;
}

export const EnergyAside = ({ summary, model }: EnergyAsideProps): ReactElement => (
  <section className="energy-part energy-scroll selectable" aria-label={texts.unpriced} tabIndex={0}>
    <h3 title={texts.unpricedAbout}>{texts.unpriced}</h3>
    {summary.unpriced.length === 0 ? (
      <p className="energy-note">{texts.nothingUnpriced}</p>
    ) : (
      <ul className="energy-list">
        {summary.unpriced.map(({ term, count: happened, why }) => (
          <li key={term} title={why}>
            {TERM_LABELS[term]}: {count(happened)}
            {why === NO_PRICE ? '' : ` (${why})`}
          </li>
        ))}
      </ul>
    )}
    {summary.explanation && (
      <>
        <h3>{texts.remedies}</h3>
        {summary.explanation.remedies.length === 0 ? (
          <p className="energy-note">{texts.noRemedies}</p>
        ) : (
          <ul className="energy-list">
            {summary.explanation.remedies.map(({ kind, sentence }) => (
              <li key={kind}>
                <MessageParts message={sentence} />
              </li>
            ))}
          </ul>
        )}
      </>
    )}
    <h3>{texts.caveats}</h3>
    <ul className="energy-list">
      <li>{texts.groupIs(summary.group)}</li>
      {model.caveats.map((caveat) => (
        <li key={caveat}>{caveat}</li>
      ))}
    </ul>
    <h3>{texts.sources}</h3>
    <ul className="energy-list">
      {model.sources.map(({ id, cite, where, read }) => (
        <li key={id}>
          {cite}; {where} ({texts.read[read]})
        </li>
      ))}
    </ul>
  </section>
);
