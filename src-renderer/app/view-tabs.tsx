/** The views of one place: those with tabs behind their tabs, a single one as it is. */
import { memo, type ReactElement, type ReactNode } from 'react';
import { type Place, setLayout, useWorkbench, workbench } from '../state/index.ts';
import { type Tab, Tabs } from '../ui/index.ts';
import { frontAt, hasTabs, type View, ViewContent, viewsAt } from '../views/index.ts';
import { Part } from './part.tsx';

/** A view that may break alone. Another tab draws its own view, not all of them again. */
const ViewPart = memo(({ view }: { readonly view: View }) => (
  <Part>
    <ViewContent view={view} />
  </Part>
));

interface ViewTabsProps {
  readonly place: Place;
  readonly label: string;
  /** At the end of the row of tabs: buttons. */
  readonly actions?: ReactNode;
}

/** The views of a place, at least one. */
export function ViewTabs({ place, label, actions }: ViewTabsProps): ReactElement {
  const front = useWorkbench(({ layout }) => frontAt(place, layout)!);
  if (!hasTabs(place)) return <ViewPart view={front} />;
  const tabs = viewsAt(place).map((view): Tab<string> => {
    const { id, title, badge: Badge, unmount } = view;
    return { id, label: title, badge: Badge && <Badge />, content: <ViewPart view={view} />, unmount };
  });
  return (
    <Tabs
      label={label}
      value={front.id}
      onChange={(id) => setLayout({ front: { ...workbench().layout.front, [place]: id } })}
      tabs={tabs}
      actions={actions}
    />
  );
}
