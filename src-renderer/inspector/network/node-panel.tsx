/** What is known of an operator without neurons. */
import type { ReactElement } from 'react';
import type { GraphNode } from '../../../src-shared/contract/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { count } from '../../ui/format.ts';
import { Facts } from '../facts.tsx';

/** The operator's facts. */
export const NodePanel = ({ node }: { readonly node: GraphNode }): ReactElement => (
  <>
    <header className="inspector-head">
      <h2>{node.id}</h2>
      <p>{node.layer === null ? texts.noNeurons : ''}</p>
    </header>
    <Facts
      facts={[
        [texts.facts.operator, node.op],
        [texts.facts.path, node.path === '' ? texts.none : node.path],
        [texts.facts.form, texts.forms[node.form]],
        [texts.facts.shape, texts.shape(node.shape)],
        ...(node.parameters > 0 ? [[texts.facts.parameters, count(node.parameters)] as const] : []),
        ...(node.facts.length > 0 ? [[texts.facts.facts, node.facts.join(', ')] as const] : []),
        ...(node.from.length > 0 ? [[texts.facts.from, texts.onnx(node.from[0]!, node.from.length - 1)] as const] : []),
      ]}
    />
  </>
);
