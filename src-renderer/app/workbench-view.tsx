/** The open project: the graph in the centre, the inspector right, the panel with tabs below; all but the graph can be folded. */
import { type ReactElement, type ReactNode, type RefObject, useEffect } from 'react';
import { Group, Panel, type PanelImperativeHandle, Separator, usePanelRef } from 'react-resizable-panels';
import { GraphEditor } from '../graph/index.ts';
import { Inspector } from '../inspector/index.ts';
import { setLayout, useWorkbench, workbench } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { classNames } from '../ui/index.ts';
import { BottomPanel } from './panels/bottom-panel.tsx';
import { Part } from './part.tsx';
import './workbench-view.css';

/** Sizes in px: what a new project has, and the least that can be worked with. Eight steps of a run are in view whole. */
const INSPECTOR = { first: 320, least: 320, most: 560 };
const BOTTOM = { first: 288, least: 176 };
const GRAPH = { width: 320, height: 160 };

export function WorkbenchView(): ReactElement {
  // Only where the panels start: from then on they are as they are dragged.
  const { inspectorSize, bottomSize } = workbench().layout;
  const inspector = useFolding('inspector');
  const bottom = useFolding('bottom');
  return (
    <Group
      className="app-panels"
      role="main"
      aria-label={appTexts.landmarks.main}
      orientation="horizontal"
      onLayoutChanged={() => keepSize(inspector, 'inspectorSize')}
    >
      <Panel id="centre" minSize={GRAPH.width}>
        <Group orientation="vertical" onLayoutChanged={() => keepSize(bottom, 'bottomSize')}>
          <Panel id="graph" minSize={GRAPH.height}>
            <div className="app-region">
              <Part>
                <GraphEditor />
              </Part>
            </div>
          </Panel>
          <Separator
            className={classNames('app-separator app-separator-wide', !bottom.shown && 'app-separator-none')}
            aria-label={appTexts.resizeBottom}
            disabled={!bottom.shown}
          />
          <Foldable id="bottom" folding={bottom} size={bottomSize ?? BOTTOM.first} least={BOTTOM.least} most="75%">
            <section className="app-region" aria-label={appTexts.landmarks.bottom}>
              <BottomPanel />
            </section>
          </Foldable>
        </Group>
      </Panel>
      <Separator
        className={classNames('app-separator app-separator-tall', !inspector.shown && 'app-separator-none')}
        aria-label={appTexts.resizeInspector}
        disabled={!inspector.shown}
      />
      <Foldable
        id="inspector"
        folding={inspector}
        size={inspectorSize ?? INSPECTOR.first}
        least={INSPECTOR.least}
        most={INSPECTOR.most}
      >
        <aside className="app-region" aria-label={appTexts.landmarks.inspector}>
          <Part>
            <Inspector />
          </Part>
        </aside>
      </Foldable>
    </Group>
  );
}

interface Folding {
  readonly shown: boolean;
  readonly panel: RefObject<PanelImperativeHandle | null>;
}

/** Keeps a panel folded or not, as the layout says. */
function useFolding(name: 'inspector' | 'bottom'): Folding {
  const shown = useWorkbench(({ layout }) => layout[name]);
  const panel = usePanelRef();
  useEffect(() => {
    if (shown) panel.current?.expand();
    else panel.current?.collapse();
  }, [shown, panel]);
  return { shown, panel };
}

interface FoldableProps {
  readonly id: 'inspector' | 'bottom';
  readonly folding: Folding;
  readonly size: number;
  readonly least: number;
  readonly most: number | string;
  readonly children: ReactNode;
}

const Foldable = ({ id, folding: { shown, panel }, size, least, most, children }: FoldableProps): ReactElement => (
  <Panel
    id={id}
    panelRef={panel}
    defaultSize={size}
    minSize={least}
    maxSize={most}
    collapsible
    collapsedSize={0}
    groupResizeBehavior="preserve-pixel-size"
    onResize={({ inPixels }, _, before) => {
      // Dragged shut, or open again: the buttons follow.
      if (before && inPixels > 0 !== before.inPixels > 0) setLayout({ [id]: inPixels > 0 });
    }}
  >
    {/* What is folded away keeps its state, but neither the keyboard nor a screen reader gets there. */}
    <div className="app-region" hidden={!shown} inert={!shown}>
      {children}
    </div>
  </Panel>
);

/** Remembers the size of a panel that is not folded, once it has it: a change by a key is told before the page shows it. */
function keepSize({ panel }: Folding, name: 'inspectorSize' | 'bottomSize'): void {
  requestAnimationFrame(() => {
    const size = panel.current?.getSize().inPixels ?? 0;
    if (size >= 1 && workbench().layout[name] !== size) setLayout({ [name]: size });
  });
}
