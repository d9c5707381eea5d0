/** Several layers beside each other; choosing one selects it alone. */
import { type ReactElement, useMemo } from 'react';
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { setHovered, setWorkbench, useIsHovered, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { percent, threshold } from '../../ui/format.ts';
import { VirtualList } from '../../ui/index.ts';
import { Section } from '../facts.tsx';
import { layerSummaries, type LayerSummary } from './layer-summary.ts';

const ROW = 24;
/** At least so many rows before the list scrolls, the half showing that there is more; or what a high window leaves below the fields, px. */
const MOST_ROWS = 12.5;
const FIELDS = 560;

export function LayersTable({ layers }: { readonly layers: readonly NeuronLayerInfo[] }): ReactElement {
  const calibration = useWorkbench(({ calibration }) => calibration);
  const report = useWorkbench(({ shownRun }) => shownRun?.report ?? null);
  const rows = useMemo(() => layerSummaries(layers, calibration, report), [layers, calibration, report]);
  const height = ROW * rows.length;
  return (
    <Section title={texts.layersTitle}>
      <div className="inspector-row inspector-row-layers inspector-row-head" aria-hidden>
        <span>{texts.columnLayer}</span>
        <span>θ</span>
        <span title={texts.firingRateAbout}>{texts.firingRateShort}</span>
        <span title={texts.conversionErrorAbout}>{texts.conversionErrorShort}</span>
        <span className="inspector-wide-only" title={texts.thresholdCostAbout}>
          {texts.thresholdCostShort}
        </span>
        <span>{texts.energyShort}</span>
      </div>
      <div className="inspector-rows" style={{ height, maxHeight: `max(${ROW * MOST_ROWS}px, 100vh - ${FIELDS}px)` }}>
        <VirtualList
          label={texts.layersTitle}
          items={rows}
          keyOf={({ name }) => name}
          rowHeight={ROW}
          height={Math.min(height, ROW * MOST_ROWS)}
          onChoose={({ node }) => setWorkbench({ selection: [node] })}
          render={(row) => <Row row={row} />}
        />
      </div>
    </Section>
  );
}

const Row = ({
  row: { name, node, threshold: theta, firingRate, error, thresholdCost, energyShare },
}: {
  readonly row: LayerSummary;
}): ReactElement => (
  <div
    className="inspector-row inspector-row-layers"
    data-hovered={useIsHovered(node) || undefined}
    onPointerEnter={() => setHovered(node)}
    onPointerLeave={() => setHovered(null)}
  >
    <span title={name}>{name}</span>
    <span>{theta === null ? '–' : threshold(theta)}</span>
    <span>{percent(firingRate)}</span>
    <span>{percent(error)}</span>
    <span className="inspector-wide-only">{percent(thresholdCost)}</span>
    <span>{percent(energyShare)}</span>
  </div>
);
