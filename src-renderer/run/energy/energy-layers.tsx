/** The ledger by layer: stacked bars, or the same as a table. */
import { type ReactElement, useMemo } from 'react';
import { energyBars } from '../../../src-shared/charts/index.ts';
import { byLayer, type EnergySummary } from '../../../src-shared/energy/index.ts';
import { Chart } from '../../charts/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { energy, format } from '../../ui/format.ts';
import { barsOf, tableOfLayers } from './bars.ts';

export interface EnergyLayersProps {
  readonly summary: EnergySummary;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

export function EnergyLayers({ summary, asTable, onTable }: EnergyLayersProps): ReactElement {
  const layers = useMemo(() => byLayer(summary), [summary]);
  const plot = useMemo(() => energyBars(barsOf(layers), format), [layers]);
  return (
    <section className="energy-part energy-layers" aria-label={texts.layers}>
      {layers.length === 0 ? (
        <>
          <h3>{texts.layers}</h3>
          <p className="energy-note">{texts.floatOnly}</p>
        </>
      ) : (
        <Chart
          title={`${texts.layers}, ${texts.perSample}`}
          about={texts.noLayerAbout}
          plot={plot}
          summary={texts.layersSummary(layers.length, energy(summary.total?.nom ?? 0))}
          table={() => tableOfLayers(summary)}
          shown={{ asTable, onTable }}
        />
      )}
    </section>
  );
}
