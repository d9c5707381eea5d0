/** Attributes and weights of the selected operator: read by the services when it is selected, kept by them from then on. */
import type { ReactElement } from 'react';
import type { Weight } from '../../../src-shared/contract/index.ts';
import { useAnswer, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { ErrorPanel } from '../../ui/index.ts';
import { percent, significant, whole } from '../../ui/format.ts';
import { Facts, Section } from '../facts.tsx';
import { WeightHistogram } from './weight-histogram.tsx';
import './node-details.css';

/** The sections of the graph node `node`; nothing while there is nothing to say. */
export function NodeDetails({ node }: { readonly node: string }): ReactElement | null {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const missing = useWorkbench(({ project }) => project?.model.missing ?? null);
  const answer = useAnswer('network.node', { path, node }, `${path} ${node} ${missing === null}`, `${path} ${node}`);
  if (answer.state === 'failed') {
    const { error, retry } = answer;
    return (
      <Section title={texts.weights}>
        <ErrorPanel error={error} title={texts.weightsFailed} onRetry={retry} />
      </Section>
    );
  }
  if (answer.state === 'waiting') {
    return (
      <Section title={texts.weights}>
        <p className="inspector-note" role="status">
          {texts.weightsLoading}
        </p>
      </Section>
    );
  }
  const { attributes, weights } = answer.value;
  return (
    <>
      {attributes.length > 0 ? (
        <Section title={texts.attributes}>
          <Facts facts={attributes.map(({ name, value }) => [name, value])} />
        </Section>
      ) : null}
      <Section title={texts.weights}>
        {weights.length === 0 ? (
          <p className="inspector-note">{texts.weightsNone}</p>
        ) : (
          weights.map((weight) => <WeightView key={`${weight.input} ${weight.name}`} weight={weight} />)
        )}
      </Section>
    </>
  );
}

function WeightView({ weight }: { readonly weight: Weight }): ReactElement {
  const { name, shape, count, dtype, statistics, notFinite, histogram } = weight;
  return (
    <figure className="inspector-weight">
      <figcaption className="selectable">{name}</figcaption>
      <Facts
        facts={[
          [texts.facts.weightShape, texts.weightShape(shape, whole(count), dtype)],
          ...(statistics && count > 1
            ? [
                [texts.facts.range, texts.range(significant(statistics.min), significant(statistics.max))] as const,
                [texts.facts.mean, texts.plusMinus(significant(statistics.mean), significant(statistics.deviation))] as const,
              ]
            : []),
          ...(statistics && count === 1 ? [[texts.facts.single, significant(statistics.min, 6)] as const] : []),
          ...(statistics && statistics.zeros > 0 && count > 1
            ? [[texts.facts.zeros, percent(statistics.zeros / count)] as const]
            : []),
          ...(notFinite > 0 ? [[texts.facts.notFinite, whole(notFinite)] as const] : []),
        ]}
      />
      {histogram ? <WeightHistogram histogram={histogram} name={name} /> : null}
    </figure>
  );
}
