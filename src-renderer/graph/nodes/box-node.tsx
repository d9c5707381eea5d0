/** A leaf or a closed group: name, operator, facts, and the badges of its neuron layers. */
import type { NodeProps } from '@xyflow/react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { memo, type ReactElement } from 'react';
import { mapStep } from '../../../src-shared/theme/heat.ts';
import { graphTexts } from '../../texts/graph.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Group } from '../model/item.ts';
import { toggleGroup } from '../state/modules.ts';
import { BadgeRow } from './badge-row.tsx';
import type { GraphFlowNode, NodeData } from './node-data.ts';
import { nodeClass } from './node-class.ts';
import { wordsOf } from './words.ts';

export const BoxNode = memo(function BoxNode({ data }: NodeProps<GraphFlowNode>): ReactElement {
  const { item, badges, heatText } = data;
  const { name, kind, facts } = wordsOf(item);
  return (
    <div className={classNames('graph-box', nodeClass(data))} style={heatStyle(data)}>
      <div className="graph-line">
        {item.kind === 'group' ? <Toggle group={item} isOpen={false} /> : null}
        <span className="graph-name">{name}</span>
        {item.kind === 'group' && item.repeat ? (
          <span className="graph-count">{graphTexts.blocks(item.repeat.count)}</span>
        ) : null}
        <span className="graph-op">{kind}</span>
        {data.blockedIn > 0 ? <TriangleAlert className="graph-blocked-mark" size={14} aria-hidden /> : null}
        {data.difference ? (
          <span className="graph-differs-mark" title={data.difference.words}>
            {graphTexts.difference.mark(data.difference.count)}
          </span>
        ) : null}
        {heatText === null ? null : <span className="graph-heat-text">{heatText}</span>}
        {data.matches > 0 && item.kind === 'group' ? (
          <span className="graph-matches">{graphTexts.matchesInside(data.matches)}</span>
        ) : null}
      </div>
      <div className="graph-facts">{facts}</div>
      {badges ? <BadgeRow badges={badges} /> : null}
    </div>
  );
});

/** The button that opens a group or closes it. */
export const Toggle = ({ group, isOpen }: { readonly group: Group; readonly isOpen: boolean }): ReactElement => (
  <button
    type="button"
    className="graph-toggle"
    aria-label={(isOpen ? graphTexts.collapse : graphTexts.expand)(group.path || group.label)}
    aria-expanded={isOpen}
    tabIndex={-1}
    onClick={(event) => {
      event.stopPropagation();
      void toggleGroup(group.id);
    }}
  >
    <ChevronRight size={14} aria-hidden />
  </button>
);

/** Custom properties that the style sheet draws with: the colours of the step of the value, and from where to where the gauge reaches. */
function heatStyle({ heat, map, gauge }: NodeData): Record<string, string> | undefined {
  if (typeof heat !== 'number' || !gauge) return undefined;
  const step = mapStep(heat, map);
  return {
    '--graph-heat-from': `${(100 * gauge[0]).toFixed(1)}%`,
    '--graph-heat-to': `${(100 * gauge[1]).toFixed(1)}%`,
    '--graph-heat-colour': `var(--${map}-${step})`,
    '--graph-heat-ink': `var(--on-${map}-${step})`,
  };
}
