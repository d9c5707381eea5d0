/** The quantity that colours the layers: none, thresholds, a figure of a run, or a difference of two runs. */
import { type ReactElement, useMemo } from 'react';
import { type Overlay, overlaysToChoose, setWorkbench, useSensitivity, useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { Select } from '../../ui/index.ts';
import './overlay-choice.css';

const optionsOf = (overlays: readonly Overlay[]) =>
  overlays.map((value) => ({
    value,
    label: graphTexts.overlays[value],
    hint: value === 'none' ? undefined : graphTexts.overlayUnits[value],
  }));

export function OverlayChoice(): ReactElement {
  const overlay = useWorkbench((state) => state.overlay);
  const hasRuns = useWorkbench(({ shownDifference }) => (shownDifference?.comparison ?? null) !== null);
  const hasTable = useSensitivity() !== null;
  const options = useMemo(() => optionsOf(overlaysToChoose({ twoRuns: hasRuns, table: hasTable })), [hasRuns, hasTable]);
  return (
    <div className="graph-overlay-choice">
      <span aria-hidden>{graphTexts.overlay}</span>
      <Select
        label={graphTexts.overlay}
        variant="quiet"
        value={overlay}
        options={options}
        onChange={(next: Overlay) => setWorkbench({ overlay: next })}
      />
    </div>
  );
}
