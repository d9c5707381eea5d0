/** The preflight's list: every node with what becomes of it. Filtered by status and words; the chosen node's whole story below. */
import Search from 'lucide-react/icons/search';
import { type ReactElement, useMemo, useState } from 'react';
import { type ModelInspection, NODE_STATUSES } from '../../../src-shared/contract/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Button, EmptyState, SegmentedControl, TextInput, VirtualList } from '../../ui/index.ts';
import { whole } from '../../ui/format.ts';
import { filterNodes, type InspectedNode, type StatusFilter } from './node-filter.ts';
import { NodeDetail, NodeRow } from './node-row.tsx';

export function NodeTable({ inspection }: { readonly inspection: ModelInspection }): ReactElement {
  const { nodes, totals } = inspection;
  const [status, setStatus] = useState<StatusFilter>(totals.blocked > 0 ? 'blocked' : 'all');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<InspectedNode | undefined>();
  const shown = useMemo(() => filterNodes(nodes, status, text), [nodes, status, text]);
  const showAll = (): void => {
    setStatus('all');
    setText('');
  };
  const options = (['all', ...NODE_STATUSES] as const).map((value) => ({
    value,
    label: `${newTexts.statuses[value]} ${whole(value === 'all' ? nodes.length : totals[value])}`,
    hint: value === 'all' ? undefined : newTexts.statusHints[value],
    disabled: value !== 'all' && totals[value] === 0,
  }));
  const words = newTexts.columns;
  return (
    <section className="new-nodes" aria-label={newTexts.nodes}>
      <div className="new-nodes-bar">
        <SegmentedControl label={newTexts.filter} value={status} options={options} onChange={setStatus} />
        <TextInput
          label={newTexts.search}
          type="search"
          placeholder={newTexts.search}
          value={text}
          onCommit={setText}
          live
          before={<Search size={14} aria-hidden />}
        />
      </div>
      <div className="new-nodes-head new-node" aria-hidden>
        {[words.status, words.name, words.type, words.into, words.layers, words.why].map((word) => (
          <span key={word}>{word}</span>
        ))}
      </div>
      <div className="new-nodes-list">
        {shown.length === 0 ? (
          <EmptyState title={newTexts.noNodes} action={<Button onClick={showAll}>{newTexts.clear}</Button>}>
            {newTexts.noNodesHint}
          </EmptyState>
        ) : (
          <VirtualList
            label={newTexts.nodes}
            items={shown}
            keyOf={({ name }, index) => `${index} ${name}`}
            render={(node) => <NodeRow node={node} />}
            selected={chosen ? shown.indexOf(chosen) : -1}
            onChoose={setChosen}
            follow
          />
        )}
      </div>
      <NodeDetail node={chosen && shown.includes(chosen) ? chosen : shown.find(({ status }) => status === 'blocked')} />
    </section>
  );
}
