/** The network on screen: modules, layers, badges, overlays. */
import { type ReactElement, useEffect, useMemo } from 'react';
import { graphShown, useWorkbench } from '../state/index.ts';
import { graphTexts } from '../texts/graph.ts';
import { Button, EmptyState, ErrorPanel } from '../ui/index.ts';
import { Minimap } from './canvas/minimap.tsx';
import { useDerived, useFound } from './derived.ts';
import { BadgeEditor } from './edit/badge-editor.tsx';
import { NodeMenu } from './edit/node-menu.tsx';
import { SelectByName } from './edit/select-by-name.tsx';
import { FindBar } from './find/find-bar.tsx';
import { GraphCanvas } from './graph-canvas.tsx';
import './graph.css';
import { prepareLayout } from './layout/layout-client.ts';
import { GraphBar } from './parts/graph-bar.tsx';
import { Legend } from './parts/legend.tsx';
import { setDerivedNow } from './picture/pictures.ts';
import { giveUpLayout, retryLayout, showGraph } from './state/scene.ts';
import { type Scene, useGraphView } from './state/view-store.ts';

// The window has time before the first network comes.
prepareLayout();

export function GraphEditor(): ReactElement {
  const graph = useWorkbench(graphShown);
  const scene = useGraphView((view) => view.scene);
  const error = useGraphView((view) => view.error);
  const said = useGraphView((view) => view.said);
  useEffect(() => {
    if (graph && graph.nodes.length > 0) void showGraph(graph);
  }, [graph]);
  return (
    <section className="graph" aria-label={graphTexts.name}>
      {graph?.nodes.length === 0 ? (
        <EmptyState title={graphTexts.emptyTitle}>{graphTexts.empty}</EmptyState>
      ) : error ? (
        <ErrorPanel error={error} title={graphTexts.failedTitle} onRetry={retryLayout}>
          {scene && scene.graph === graph ? (
            <Button variant="quiet" onClick={giveUpLayout}>
              {graphTexts.asItWas}
            </Button>
          ) : null}
        </ErrorPanel>
      ) : scene && scene.graph === graph ? (
        <SceneView scene={scene} />
      ) : (
        <p className="graph-loading" role="status">
          {graphTexts.loading}
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </section>
  );
}

function SceneView({ scene }: { readonly scene: Scene }): ReactElement {
  const derived = useDerived(scene);
  const found = useFound();
  const foundSet = useMemo(() => new Set(found.nodes), [found]);
  useEffect(() => {
    setDerivedNow(derived);
    return () => setDerivedNow(null);
  }, [derived]);
  return (
    <>
      <GraphBar scene={scene} />
      <div className="graph-body">
        <GraphCanvas scene={scene} derived={derived} found={foundSet} />
        <FindBar found={found} />
        <Legend derived={derived} />
        <Minimap scene={scene} derived={derived} />
      </div>
      <BadgeEditor />
      <NodeMenu />
      <SelectByName />
    </>
  );
}
