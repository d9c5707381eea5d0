/** The parts of the plan that the chosen format cannot hold, by layer. Choosing a layer closes the dialog and shows it in the graph. */
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactElement } from 'react';
import type { ExportObstacle } from '../../src-shared/contract/index.ts';
import { PACKAGES } from '../../src-shared/export/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { Button, VirtualList } from '../ui/index.ts';
import { closeExport, type ExportDraft, setOption } from './draft.ts';

export interface ObstaclesProps {
  readonly draft: ExportDraft;
  readonly obstacles: readonly ExportObstacle[];
  /** Shows a layer in the graph. */
  readonly onShow: (layer: string) => void;
}

interface Row {
  readonly layer: string;
  readonly reasons: string;
  readonly byPlan: boolean;
}

export function Obstacles({ draft: { format, options }, obstacles, onShow }: ObstaclesProps): ReactElement {
  const rows = rowsOf(obstacles);
  const byPlan = rows.filter((row) => row.byPlan).length;
  const show = ({ layer }: Row): void => {
    closeExport();
    onShow(layer);
  };
  return (
    <div className="export-obstacles">
      <p>{texts.obstaclesLead(PACKAGES[format].label, rows.length)}</p>
      <div className="export-obstacles-list">
        <VirtualList
          label={texts.obstacles}
          items={rows}
          keyOf={({ layer, reasons }) => `${layer} ${reasons}`}
          rowHeight={44}
          onChoose={show}
          render={(row) => <Layer row={row} />}
        />
      </div>
      {byPlan > 0 && options['adapt-plan'] === undefined ? (
        <div className="export-adapt">
          <p>{texts.adaptHint(byPlan, rows.length)}</p>
          <Button onClick={() => setOption('adapt-plan', true)}>{texts.adapt}</Button>
        </div>
      ) : (
        <p className="export-quiet">{texts.noPlan}</p>
      )}
    </div>
  );
}

const Layer = ({ row: { layer, reasons, byPlan } }: { readonly row: Row }): ReactElement => (
  <>
    <TriangleAlert size={14} aria-hidden className={byPlan ? 'export-removable' : 'export-lasting'} />
    <span className="export-obstacle" title={`${layer}: ${reasons}`}>
      <span>
        <strong>{layer}</strong> {byPlan ? texts.byPlan : texts.notByPlan}
      </span>
      <span className="export-quiet">{reasons}</span>
    </span>
  </>
);

/** A row for each layer. Another plan has to remove all obstacles of a layer to help it. */
function rowsOf(obstacles: readonly ExportObstacle[]): readonly Row[] {
  const layers = Map.groupBy(obstacles, ({ layer }) => layer);
  return [...layers].map(([layer, found]) => ({
    layer,
    reasons: found.map(({ reason }) => reason).join(', '),
    byPlan: found.every((one) => one.byPlan),
  }));
}
