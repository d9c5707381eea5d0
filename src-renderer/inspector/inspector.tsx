/** What the selected layers use, and how to change it; the plan itself where nothing is selected. */
import { type ReactElement, useDeferredValue, useMemo } from 'react';
import { selectedLayers, useWorkbench } from '../state/index.ts';
import { inspectorTexts as texts } from '../texts/inspector.ts';
import './inspector.css';
import { LayersPanel } from './layers-panel.tsx';
import { NodePanel } from './network/node-panel.tsx';
import { PlanPanel } from './network/plan-panel.tsx';
import { LayerResults } from './results/layer-results.tsx';

/** The inspector of the open project. */
export function Inspector(): ReactElement {
  return (
    <section className="inspector" aria-label={texts.title}>
      <Content />
    </section>
  );
}

function Content(): ReactElement {
  const project = useWorkbench(({ project }) => project);
  // The graph shows a selection at once; what there is to say of it may take a picture longer, and gives way to the next key.
  const selection = useDeferredValue(useWorkbench(({ selection }) => selection));
  const layers = useMemo(() => selectedLayers({ project, selection }), [project, selection]);
  if (layers.length > 0) return <LayersPanel layers={layers} />;
  const node = project?.graph.nodes.find(({ id }) => id === selection.at(-1));
  if (!node) return <PlanPanel />;
  return (
    <>
      <NodePanel node={node} />
      <LayerResults node={node.id} />
    </>
  );
}
