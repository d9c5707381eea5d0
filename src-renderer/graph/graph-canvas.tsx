/** The drawing: nodes by the drawing library, edges and far blocks below them; pointer and keyboard. */
import { ReactFlow, ReactFlowProvider, useReactFlow, type Viewport, ViewportPortal } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type KeyboardEvent, type MouseEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { setHovered, setWorkbench, useWorkbench } from '../state/index.ts';
import { graphTexts } from '../texts/graph.ts';
import { FarCanvas } from './canvas/far-canvas.tsx';
import { itemAt } from './canvas/hit.ts';
import type { Derived } from './derived.ts';
import { EdgeLayer } from './edges/edge-layer.tsx';
import { BoxSelect } from './parts/box-select.tsx';
import { DifferenceCard } from './parts/difference-card.tsx';
import { BoxNode } from './nodes/box-node.tsx';
import { createNodeMaker } from './nodes/node-data.ts';
import { OpenNode } from './nodes/open-node.tsx';
import { elementAt, HoverMark, hoverItem } from './parts/hover-mark.tsx';
import { itemOf } from './model/item.ts';
import { cameraNow, inView, moved, resized, setFlow, ZOOM } from './state/camera.ts';
import { followCamera, meets } from './state/detail.ts';
import { openMenu } from './state/floating.ts';
import { focusCanvas } from './state/keyboard-focus.ts';
import { pressKey } from './state/keys.ts';
import { toggleGroup } from './state/modules.ts';
import { firstLook } from './state/scene.ts';
import { selectItem } from './state/select.ts';
import { graphView, type Scene, setGraphView, useGraphView } from './state/view-store.ts';

const NODE_TYPES = { box: BoxNode, open: OpenNode };
const NO_EDGES: never[] = [];
// Given anew with every selection, each of these would have the whole drawing drawn again.
const PRO_OPTIONS = { hideAttribution: true };
const follow = (_: unknown, viewport: Viewport): void => moved(viewport);

export interface GraphCanvasProps {
  readonly scene: Scene;
  readonly derived: Derived;
  readonly found: ReadonlySet<string>;
}

export const GraphCanvas = (props: GraphCanvasProps): ReactElement => (
  <ReactFlowProvider>
    <Canvas {...props} />
  </ReactFlowProvider>
);

function Canvas({ scene, derived, found }: GraphCanvasProps): ReactElement {
  const nodes = useNodes({ scene, derived, found });
  const detail = useGraphView((view) => view.detail);
  const busy = useGraphView((view) => view.busy);
  const focus = useGraphView((view) => view.focus);
  const frame = useCamera();
  const [start] = useState(() => cameraNow().viewport);
  return (
    <div
      ref={frame}
      className="graph-canvas"
      data-detail={detail}
      aria-busy={busy}
      data-overlay={derived.overlay ? '' : undefined}
      // Once an item has the keyboard, that item is the way in; both would be a trap.
      tabIndex={focus === null ? 0 : -1}
      role="group"
      aria-label={graphTexts.name}
      onKeyDown={pressed}
      // By keys only: a pointer says itself where it goes, and a menu that it opened would lose the focus.
      onFocus={({ target, currentTarget }) => target === currentTarget && target.matches(':focus-visible') && startInView(scene)}
      onClick={(event) => pointed(event, scene, 'click')}
      // At far zoom nodes are no elements, and are found by their place.
      onPointerMove={(event) => hoverItem(scene, elementAt(event) ?? (detail === 'far' ? blockAt(event, scene) : null))}
      onPointerLeave={() => setHovered(null)}
      onDoubleClick={(event) => pointed(event, scene, 'double')}
      onContextMenu={(event) => pointed(event, scene, 'menu')}
    >
      <FarCanvas scene={scene} derived={derived} found={found} />
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={NODE_TYPES}
        defaultViewport={start}
        minZoom={ZOOM.least}
        maxZoom={ZOOM.most}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panOnDrag={PAN_BUTTONS}
        zoomOnDoubleClick={false}
        panOnScroll={false}
        autoPanOnNodeFocus={false}
        proOptions={PRO_OPTIONS}
        aria-label={graphTexts.canvas}
        onMove={follow}
      >
        <ViewportPortal>
          <EdgeLayer scene={scene} derived={derived} />
          <HoverMark scene={scene} />
        </ViewportPortal>
      </ReactFlow>
      <BoxSelect />
      <DifferenceCard scene={scene} derived={derived} />
    </div>
  );
}

/** Primary and middle button. */
const PAN_BUTTONS = [0, 1];

function useNodes({ scene, derived, found }: GraphCanvasProps): ReturnType<ReturnType<typeof createNodeMaker>> {
  const [make] = useState(createNodeMaker);
  const detail = useGraphView((view) => view.detail);
  const window = useGraphView((view) => view.window);
  const focus = useGraphView((view) => view.focus);
  const selection = useWorkbench((state) => state.selection);
  return useMemo(
    () => make({ scene, derived, detail, window, focus, found, selection: new Set(selection) }),
    [make, scene, derived, detail, window, focus, found, selection],
  );
}

/** Ties the camera to the drawing and to the size of the canvas. */
function useCamera(): React.RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  useEffect(() => {
    setFlow(flow as never);
    const stop = followCamera();
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      resized(entry.contentRect.width, entry.contentRect.height);
      firstLook();
    });
    if (frame.current) observer.observe(frame.current);
    return () => {
      stop();
      observer.disconnect();
      setFlow(null);
    };
  }, [flow]);
  return frame;
}

/** Tabbing into the graph gives the keyboard to the uppermost item in view where nothing has it. */
function startInView({ visible, layout }: Scene): void {
  if (graphView().focus !== null) return;
  const view = inView();
  const here = visible.shown.filter(({ id }) => meets(layout.boxes.get(id)!, view));
  const first = here.toSorted((a, b) => layout.boxes.get(a.id)!.y - layout.boxes.get(b.id)!.y)[0] ?? visible.shown[0];
  if (!first) return;
  setGraphView({ focus: first.id });
  requestAnimationFrame(focusCanvas);
}

function pressed(event: KeyboardEvent<HTMLDivElement>): void {
  // A badge or another control inside a node has its own keys.
  const isControl = (event.target as HTMLElement).closest('button, input') !== null;
  if (isControl && event.key !== 'Escape') return;
  if (!pressKey(event)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Clicks on nodes, and at far zoom on blocks of the canvas, which are found by their place. */
function pointed(event: MouseEvent<HTMLDivElement>, scene: Scene, how: 'click' | 'double' | 'menu'): void {
  const target = event.target as HTMLElement;
  if (target.closest('button')) return;
  const id = elementAt(event) ?? blockAt(event, scene);
  if (how === 'menu') event.preventDefault();
  if (id === null) {
    if (how === 'menu') openMenu(null, { x: event.clientX, y: event.clientY, width: 0, height: 0 });
    if (how === 'click' && !event.shiftKey) {
      setWorkbench({ selection: [] });
      setGraphView({ focus: null });
    }
    return;
  }
  if (how === 'menu') {
    if (!isSelected(id, scene)) selectItem(id);
    else setGraphView({ focus: id });
    openMenu(id, { x: event.clientX, y: event.clientY, width: 0, height: 0 });
  } else if (how === 'double') {
    if (itemOf(scene.tree, id).kind === 'group') void toggleGroup(id);
  } else selectItem(id, event.shiftKey || event.ctrlKey || event.metaKey ? 'toggle' : 'only');
}

function isSelected(id: string, { tree }: Scene): boolean {
  const { selection } = useWorkbench.getState();
  const item = itemOf(tree, id);
  return item.kind === 'group' ? item.nodes.every((node) => selection.includes(node)) : selection.includes(id);
}

function blockAt(event: MouseEvent<HTMLDivElement>, scene: Scene): string | null {
  const { x, y, zoom } = cameraNow().viewport;
  const own = event.currentTarget.getBoundingClientRect();
  return itemAt(scene, [(event.clientX - own.x - x) / zoom, (event.clientY - own.y - y) / zoom]);
}
