/** What the selected layers use, and how to change it; the plan itself where nothing is selected. */
import { Activity, type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import type { NeuronLayerInfo } from '../../src-shared/contract/index.ts';
import { selectedLayers, useWorkbench } from '../state/index.ts';
import { inspectorTexts as texts } from '../texts/inspector.ts';
import './inspector.css';
import { LayersPanel } from './layers-panel.tsx';
import { NodeDetails } from './network/node-details.tsx';
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
  const shown = useKept(layers, project?.graph.layers);
  const node = layers.length > 0 ? undefined : project?.graph.nodes.find(({ id }) => id === selection.at(-1));
  return (
    <>
      {/* Walking through the graph leads to layers and away from them with every key: the panel stays, and changes what it shows. */}
      {shown.length > 0 ? (
        <Activity mode={layers.length > 0 ? 'visible' : 'hidden'}>
          <LayersPanel layers={shown} />
        </Activity>
      ) : null}
      {node ? (
        <>
          <NodePanel node={node} />
          <LayerResults node={node.id} />
          <NodeDetails node={node.id} />
        </>
      ) : null}
      <Activity mode={layers.length > 0 || node ? 'hidden' : 'visible'}>
        <PlanPanel />
      </Activity>
    </>
  );
}

const NONE: readonly NeuronLayerInfo[] = [];

/** Hook: the layers that are selected; where none is, those that were last, or the first of `all`. */
function useKept(layers: readonly NeuronLayerInfo[], all: readonly NeuronLayerInfo[] = NONE): readonly NeuronLayerInfo[] {
  const [kept, setKept] = useState<{ readonly layers: readonly NeuronLayerInfo[]; readonly of: typeof all } | null>(null);
  const first = useMemo(() => all.slice(0, 1), [all]);
  const next = layers.length > 0 ? layers : kept?.of === all ? kept.layers : first;
  if (kept?.layers !== next || kept.of !== all) setKept({ layers: next, of: all });
  return next;
}
