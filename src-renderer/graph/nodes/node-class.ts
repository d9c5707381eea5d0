/** Class names that say what a node is and how it stands. */
import { classNames } from '../../ui/class-names.ts';
import type { NodeData } from './node-data.ts';

/** Kind, coding, selection, search and heat of a node. */
export function nodeClass({
  item,
  isOpen,
  coding,
  selected,
  focused,
  matches,
  heat,
  difference,
  blockedIn,
  doubtful,
}: NodeData): string {
  const kind =
    item.kind === 'group'
      ? 'group'
      : item.node === null
        ? 'end'
        : item.node.form === 'linear' && item.node.counted !== null
          ? 'counted'
          : item.node.form;
  return classNames(
    `graph-is-${kind}`,
    coding !== null && `graph-coding-${coding}`,
    selected === 'all' && 'graph-selected',
    selected === 'some' && !isOpen && 'graph-part-selected',
    focused && 'graph-focused',
    blockedIn > 0 && 'graph-blocked',
    doubtful && 'graph-doubtful',
    matches > 0 && !isOpen && 'graph-match',
    difference !== null && 'graph-differs',
    heat === null && 'graph-unmeasured',
    typeof heat === 'number' && 'graph-heated',
  );
}
