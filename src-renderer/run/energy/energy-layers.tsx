/** The ledger by layer: stacked bars, or the same as a table. */
import { type ReactElement, useMemo } from 'react';
import { byLayer, type EnergySummary, type LayerEnergy, TERM_LABELS, type TermName } from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { energy, percent } from '../../ui/format.ts';
import { CopyButton, SegmentedControl } from '../../ui/index.ts';
import { energyCsv, keyOf, nameOf, partsOfBar, SHOWN_TERMS, type ShownTerm, termTitle } from './bars.ts';

export interface EnergyLayersProps {
  readonly summary: EnergySummary;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

export function EnergyLayers({ summary, asTable, onTable }: EnergyLayersProps): ReactElement {
  const layers = useMemo(() => byLayer(summary), [summary]);
  const shown = SHOWN_TERMS.filter((name) => layers.some((layer) => partsOfBar(layer).some((part) => part.name === name)));
  return (
    <section className="energy-part energy-layers" aria-label={texts.layers}>
      <header className="energy-part-head">
        <h3>{texts.layers}</h3>
        <CopyButton text={energyCsv(layers)} label={texts.copyTable} />
        <SegmentedControl
          label={texts.shownAs}
          value={asTable ? 'table' : 'bars'}
          options={[
            { value: 'bars', label: texts.bars },
            { value: 'table', label: texts.table },
          ]}
          onChange={(next) => onTable(next === 'table')}
        />
      </header>
      {layers.length === 0 && <p className="energy-note">{texts.floatOnly}</p>}
      {layers.length > 0 &&
        (asTable ? <LayerTable layers={layers} summary={summary} /> : <LayerBars layers={layers} shown={shown} />)}
    </section>
  );
}

function LayerBars({
  layers,
  shown,
}: {
  readonly layers: readonly LayerEnergy[];
  readonly shown: readonly ShownTerm[];
}): ReactElement {
  const most = Math.max(...layers.map(({ pj }) => pj));
  return (
    <>
      <ul className="energy-legend">
        {shown.map((name) => (
          <li key={name} data-term={name}>
            {termTitle(name)}
          </li>
        ))}
      </ul>
      <ul className="energy-bars" tabIndex={0} aria-label={texts.layers}>
        {layers.map((layer) => (
          <li key={keyOf(layer)} title={barTitle(layer)}>
            <span className="energy-bar-name">{nameOf(layer)}</span>
            <span className="energy-bar" aria-hidden>
              {partsOfBar(layer).map(({ name, pj }) => (
                <span key={name} data-term={name} style={{ width: `${(100 * pj) / most}%` }} />
              ))}
            </span>
            <span className="energy-bar-value">{energy(layer.pj)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const barTitle = (layer: LayerEnergy): string =>
  [
    layer.owner ? layer.owner.name : texts.noLayerLong,
    ...layer.terms.map(({ term, pj }) => `${TERM_LABELS[term]}: ${energy(pj.nom)}`),
  ].join('\n');

function LayerTable({
  layers,
  summary,
}: {
  readonly layers: readonly LayerEnergy[];
  readonly summary: EnergySummary;
}): ReactElement {
  const total = summary.total?.nom ?? 0;
  const of = (terms: LayerEnergy['terms'], name: TermName): number =>
    terms.filter(({ term }) => term === name).reduce((sum, { pj }) => sum + pj.nom, 0);
  // The dearest first: there may be more columns than room.
  const names = [...new Set(summary.terms.map(({ term }) => term))].toSorted(
    (a, b) => of(summary.terms, b) - of(summary.terms, a),
  );
  return (
    <div className="energy-table" tabIndex={0} role="group" aria-label={texts.layers}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.columnLayer}</th>
            <th scope="col">{texts.columnTotal}</th>
            <th scope="col">{texts.columnShare}</th>
            {names.map((name) => (
              <th key={name} scope="col" title={TERM_LABELS[name]}>
                {termTitle(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <tr key={keyOf(layer)}>
              <th scope="row">{nameOf(layer)}</th>
              <td>{energy(layer.pj)}</td>
              <td>{percent(layer.pj / total)}</td>
              {names.map((name) => {
                const pj = of(layer.terms, name);
                return <td key={name}>{pj === 0 ? '' : energy(pj)}</td>;
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.columnTotal}</th>
            <td>{energy(total)}</td>
            <td>{percent(1)}</td>
            {names.map((name) => (
              <td key={name}>{energy(of(summary.terms, name))}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
