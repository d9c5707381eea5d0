/** What colours the layers: nothing, thresholds, or what a run measured. */
import type { ReactElement } from 'react';
import { type Overlay, OVERLAYS, setWorkbench, useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { Select } from '../../ui/index.ts';
import './overlay-choice.css';

const OPTIONS = OVERLAYS.map((value) => ({
  value,
  label: graphTexts.overlays[value],
  hint: value === 'none' ? undefined : graphTexts.overlayUnits[value],
}));

export function OverlayChoice(): ReactElement {
  const overlay = useWorkbench((state) => state.overlay);
  return (
    <div className="graph-overlay-choice">
      <span aria-hidden>{graphTexts.overlay}</span>
      <Select
        label={graphTexts.overlay}
        variant="quiet"
        value={overlay}
        options={OPTIONS}
        onChange={(next: Overlay) => setWorkbench({ overlay: next })}
      />
    </div>
  );
}
