/** The open project: the views of its three places. The column beside the middle and the panel below it can be folded. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { type ReactElement, type ReactNode, type RefObject, useEffect } from 'react';
import { Group, Panel, type PanelImperativeHandle, Separator, usePanelRef } from 'react-resizable-panels';
import { type FoldingPlace, isFolded, setFolded, setLayout, toggleFolded, useWorkbench, workbench } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { commandTitles } from '../texts/commands.ts';
import { classNames, IconButton } from '../ui/index.ts';
import { ViewTabs } from './view-tabs.tsx';
import './workbench-view.css';

/** Sizes in px: what a new project has, and the least that can be worked with. Eight steps of a run are in view whole. */
const SIDE = { first: 320, least: 320, most: 560 };
const BOTTOM = { first: 288, least: 176 };
const MAIN = { width: 320, height: 160 };

export function WorkbenchView(): ReactElement {
  // Only where the panels start: from then on they are as they are dragged.
  const { sizes } = workbench().layout;
  const side = useFolding('side');
  const bottom = useFolding('bottom');
  return (
    <Group
      className="app-panels"
      role="main"
      aria-label={appTexts.landmarks.main}
      orientation="horizontal"
      onLayoutChanged={() => keepSize(side, 'side')}
    >
      <Panel id="centre" minSize={MAIN.width}>
        <Group orientation="vertical" onLayoutChanged={() => keepSize(bottom, 'bottom')}>
          <Panel id="main" minSize={MAIN.height}>
            <div className="app-region">
              <ViewTabs place="main" label={appTexts.landmarks.main} />
            </div>
          </Panel>
          <Separator
            className={classNames('app-separator app-separator-wide', !bottom.shown && 'app-separator-none')}
            aria-label={appTexts.resizeBottom}
            disabled={!bottom.shown}
          />
          <Foldable id="bottom" folding={bottom} size={sizes.bottom ?? BOTTOM.first} least={BOTTOM.least} most="75%">
            <section className="app-region" aria-label={appTexts.landmarks.bottom}>
              <ViewTabs
                place="bottom"
                label={appTexts.landmarks.bottom}
                actions={
                  <IconButton
                    name={commandTitles.toggleBottom}
                    keys="Mod+J"
                    side="top"
                    icon={<ChevronDown size={14} aria-hidden />}
                    onClick={() => toggleFolded('bottom')}
                  />
                }
              />
            </section>
          </Foldable>
        </Group>
      </Panel>
      <Separator
        className={classNames('app-separator app-separator-tall', !side.shown && 'app-separator-none')}
        aria-label={appTexts.resizeInspector}
        disabled={!side.shown}
      />
      <Foldable id="side" folding={side} size={sizes.side ?? SIDE.first} least={SIDE.least} most={SIDE.most}>
        <aside className="app-region" aria-label={appTexts.landmarks.inspector}>
          <ViewTabs place="side" label={appTexts.landmarks.inspector} />
        </aside>
      </Foldable>
    </Group>
  );
}

interface Folding {
  readonly shown: boolean;
  readonly panel: RefObject<PanelImperativeHandle | null>;
}

/** Keeps a place folded or not, as the layout says. */
function useFolding(place: FoldingPlace): Folding {
  const shown = useWorkbench(({ layout }) => !isFolded(place, layout));
  const panel = usePanelRef();
  useEffect(() => {
    if (shown) panel.current?.expand();
    else panel.current?.collapse();
  }, [shown, panel]);
  return { shown, panel };
}

interface FoldableProps {
  readonly id: FoldingPlace;
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
      if (before && inPixels > 0 !== before.inPixels > 0) setFolded(id, inPixels === 0);
    }}
  >
    {/* What is folded away keeps its state, but neither the keyboard nor a screen reader gets there. */}
    <div className="app-region" hidden={!shown} inert={!shown}>
      {children}
    </div>
  </Panel>
);

/** Remembers the size of a panel that is not folded, once it has it: a change by a key is told before the page shows it. */
function keepSize({ panel }: Folding, place: FoldingPlace): void {
  requestAnimationFrame(() => {
    const size = panel.current?.getSize().inPixels ?? 0;
    const { sizes } = workbench().layout;
    if (size >= 1 && sizes[place] !== size) setLayout({ sizes: { ...sizes, [place]: size } });
  });
}
