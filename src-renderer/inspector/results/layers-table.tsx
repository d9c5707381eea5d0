/** Several layers beside each other; choosing one selects it alone. */
import { type ReactElement, useMemo } from 'react';
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { setWorkbench, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { percent, threshold } from '../../ui/format.ts';
import { VirtualList } from '../../ui/index.ts';
import { Section } from '../facts.tsx';
import { layerSummaries, type LayerSummary } from './layer-summary.ts';

const ROW = 24;
/** The half shows that there is more. */
const MOST_ROWS = 12.5;

export function LayersTable({ layers }: { readonly layers: readonly NeuronLayerInfo[] }): ReactElement {
  const calibration = useWorkbench(({ calibration }) => calibration);
  const report = useWorkbench(({ shownRun }) => shownRun?.report ?? null);
  const rows = useMemo(() => layerSummaries(layers, calibration, report), [layers, calibration, report]);
  const height = ROW * Math.min(MOST_ROWS, rows.length);
  return (
    <Section title={texts.layersTitle}>
      <div className="inspector-row inspector-row-layers inspector-row-head" aria-hidden>
        <span>{texts.columnLayer}</span>
        <span>θ</span>
        <span>{texts.firingRateShort}</span>
        <span>{texts.conversionErrorShort}</span>
        <span>{texts.energyShort}</span>
      </div>
      <div className="inspector-rows" style={{ height }}>
        <VirtualList
          label={texts.layersTitle}
          items={rows}
          keyOf={({ name }) => name}
          rowHeight={ROW}
          height={height}
          onChoose={({ node }) => setWorkbench({ selection: [node] })}
          render={(row) => <Row row={row} />}
        />
      </div>
    </Section>
  );
}

const Row = ({
  row: { name, threshold: theta, firingRate, error, energyShare },
}: {
  readonly row: LayerSummary;
}): ReactElement => (
  <div className="inspector-row inspector-row-layers">
    <span title={name}>{name}</span>
    <span>{theta === null ? '–' : threshold(theta)}</span>
    <span>{percent(firingRate)}</span>
    <span>{percent(error)}</span>
    <span>{percent(energyShare)}</span>
  </div>
);
