/** The frame of an open group: its name, how many blocks, and the badges of all layers inside. */
import type { NodeProps } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Group } from '../model/item.ts';
import { BadgeRow } from './badge-row.tsx';
import { Toggle } from './box-node.tsx';
import { nodeClass } from './node-class.ts';
import type { GraphFlowNode } from './node-data.ts';

/** Room that the badges need beside the name, in px. */
const WIDE = 360;

export const OpenNode = memo(function OpenNode({ data, width }: NodeProps<GraphFlowNode>): ReactElement {
  const group = data.item as Group;
  return (
    <div className={classNames('graph-frame', nodeClass(data))}>
      <div className="graph-frame-head">
        <Toggle group={group} isOpen />
        <span className="graph-name">{group.path || group.label}</span>
        {group.repeat ? <span className="graph-count">{graphTexts.blocks(group.repeat.count)}</span> : null}
        {data.badges && (width ?? 0) >= WIDE ? <BadgeRow badges={data.badges} /> : null}
      </div>
    </div>
  );
});
