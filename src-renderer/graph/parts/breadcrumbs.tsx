/** The modules around what has the keyboard, outermost first; each is a way up. */
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactElement } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { ancestorsOf, type Item, itemOf } from '../model/item.ts';
import { goToGroup } from '../state/modules.ts';
import { type Scene, useGraphView } from '../state/view-store.ts';

export function Breadcrumbs({ scene }: { readonly scene: Scene }): ReactElement {
  const focus = useGraphView((view) => view.focus);
  const trail = trailOf(scene, focus);
  return (
    <nav className="graph-crumbs" aria-label={graphTexts.breadcrumbs}>
      <ol>
        {trail.map((item, index) => {
          const isLast = index === trail.length - 1;
          const words = item.kind === 'group' && item.parent === null ? graphTexts.root : item.label;
          return (
            <li key={item.id}>
              {index > 0 ? <ChevronRight size={12} aria-hidden /> : null}
              {item.kind === 'group' ? (
                <button type="button" aria-current={isLast ? 'location' : undefined} onClick={() => void goToGroup(item.id)}>
                  {words}
                </button>
              ) : (
                <span aria-current="location">{words}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function trailOf({ tree }: Scene, focus: string | null): Item[] {
  if (focus === null || !tree.items.has(focus)) return [itemOf(tree, tree.root)];
  return [...ancestorsOf(tree, focus).reverse(), itemOf(tree, focus)];
}
