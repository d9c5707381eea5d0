/** The graph of a model before there is a project: to be looked at, with what keeps it from being converted. Nothing can be edited. */
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { type ReactElement, useMemo, useState } from 'react';
import type { GraphNode } from '../../src-shared/contract/index.ts';
import { showNode } from '../graph/index.ts';
import { attempt, setWorkbench, useWorkbench } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { inWindow } from '../texts/messages.ts';
import { Button, Facts, VirtualList } from '../ui/index.ts';
import { ViewContent, viewOf } from '../views/index.ts';
import './model-graph-view.css';
import { Part } from './part.tsx';

const texts = appTexts.modelGraph;

export function ModelGraphView(): ReactElement | null {
  const looked = useWorkbench((state) => state.looked);
  const selected = useWorkbench(({ selection }) => selection.at(-1));
  const blocked = useMemo(() => looked?.graph.nodes.filter((node) => node.blocked?.certain) ?? [], [looked]);
  if (!looked) return null;
  const node = looked.graph.nodes.find(({ id }) => id === selected);
  return (
    <main className="model-graph" aria-label={texts.title(looked.name)}>
      <header className="model-graph-head">
        <Button variant="quiet" icon={<ArrowLeft size={14} aria-hidden />} onClick={leaveModelGraph}>
          {texts.back}
        </Button>
        <h2>{texts.title(looked.name)}</h2>
        <p>{texts.counts(looked.graph.nodes.length, blocked.length)}</p>
      </header>
      <div className="model-graph-body">
        <Part>
          <ViewContent view={viewOf('graph')} />
        </Part>
        <aside className="model-graph-aside" aria-label={texts.about}>
          {node ? <About node={node} /> : <p className="model-graph-hint">{texts.hint}</p>}
          {blocked.length > 0 ? <BlockedList nodes={blocked} /> : null}
        </aside>
      </div>
    </main>
  );
}

const leaveModelGraph = (): void => setWorkbench({ looked: null, selection: [] });

function About({ node: { id, op, path, shape, facts, parameters, blocked } }: { readonly node: GraphNode }): ReactElement {
  const rows: readonly (readonly [string, string])[] = [
    [texts.operator, op],
    [texts.module, path],
    ...(shape.length > 0 ? [[texts.shape, shape.join('×')] as const] : []),
    ...(facts.length > 0 ? [[texts.details, facts.join(', ')] as const] : []),
    ...(parameters > 0 ? [[texts.parameters, parameters.toLocaleString('en')] as const] : []),
  ];
  return (
    <section className="model-graph-about selectable">
      <h3>{id}</h3>
      {blocked ? <p className={blocked.certain ? 'model-graph-why' : 'model-graph-hint'}>{inWindow(blocked.why)}</p> : null}
      <Facts className="model-graph-facts" facts={rows} />
    </section>
  );
}

function BlockedList({ nodes }: { readonly nodes: readonly GraphNode[] }): ReactElement {
  const [chosen, setChosen] = useState(-1);
  return (
    <section className="model-graph-blocked">
      <h3>{texts.blocked}</h3>
      <VirtualList
        label={texts.blocked}
        items={nodes}
        keyOf={({ id }) => id}
        render={({ id, op }) => (
          <span className="model-graph-row">
            <span>{id}</span>
            <small>{op}</small>
          </span>
        )}
        selected={chosen}
        onChoose={(node) => {
          setChosen(nodes.indexOf(node));
          attempt(() => showNode(node.id));
        }}
        follow
      />
    </section>
  );
}
