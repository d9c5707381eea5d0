/** The bar above the graph: where one is, and what moves the view. */
import ChevronsDownUp from 'lucide-react/icons/chevrons-down-up';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Maximize from 'lucide-react/icons/maximize';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { type ReactElement, useEffect, useRef } from 'react';
import { CommandIcon } from '../../commands/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { percent } from '../../ui/format.ts';
import { cameraNow, onMove, zoomBy } from '../state/camera.ts';
import { type Scene, useGraphView } from '../state/view-store.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { OverlayChoice } from './overlay-choice.tsx';

export function GraphBar({ scene }: { readonly scene: Scene }): ReactElement {
  const hasPlan = useWorkbench(({ project }) => project !== null);
  return (
    <div className="graph-bar">
      <Breadcrumbs scene={scene} />
      <Busy />
      <SelectionCount scene={scene} />
      {hasPlan ? <OverlayChoice /> : null}
      <div className="graph-bar-tools" role="toolbar" aria-label={graphTexts.name}>
        <CommandIcon id="graph.find" icon={<Search size={16} aria-hidden />} />
        <CommandIcon id="graph.expand-all" icon={<ChevronsUpDown size={16} aria-hidden />} />
        <CommandIcon id="graph.collapse-all" icon={<ChevronsDownUp size={16} aria-hidden />} />
        <span className="graph-bar-gap" aria-hidden />
        <CommandIcon id="graph.zoom-out" icon={<Minus size={16} aria-hidden />} />
        <ZoomText />
        <CommandIcon id="graph.zoom-in" icon={<Plus size={16} aria-hidden />} />
        <CommandIcon id="graph.fit" icon={<Maximize size={16} aria-hidden />} />
      </div>
    </div>
  );
}

/** Appears where layout takes longer than a blink; room for it is always there. */
function Busy(): ReactElement | null {
  const busy = useGraphView((view) => view.busy);
  return busy ? (
    <span className="graph-bar-busy" role="status">
      {graphTexts.loading}
    </span>
  ) : null;
}

function SelectionCount({ scene }: { readonly scene: Scene }): ReactElement | null {
  const selection = useWorkbench((state) => state.selection);
  if (selection.length < 2) return null;
  const chosen = new Set(selection);
  const layers = scene.graph.layers.filter(({ node }) => chosen.has(node)).length;
  return <span className="graph-bar-count">{graphTexts.selectedCount(selection.length, layers)}</span>;
}

/** The zoom in percent, written without React: it changes with every frame. */
function ZoomText(): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const write = (): void => {
      const text = percent(cameraNow().viewport.zoom, 0);
      if (!button.current || button.current.textContent === text) return;
      button.current.textContent = text;
      button.current.ariaLabel = graphTexts.zoomTo(text);
    };
    write();
    return onMove(write);
  }, []);
  return <button type="button" ref={button} className="graph-zoom" onClick={() => zoomBy(1 / cameraNow().viewport.zoom)} />;
}
