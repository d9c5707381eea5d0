/** What kind of model it is: a row of facts, and what a person must know of how it came here. */
import type { ReactElement, ReactNode } from 'react';
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { newTexts } from '../../texts/start.ts';
import { fileName, whole } from '../../ui/format.ts';

export interface ModelFactsProps {
  readonly inspection: ModelInspection;
  /** Dropped on a browser: the path is that of a copy, which means nothing to a person. */
  readonly isCopy: boolean;
  readonly notes: readonly Message[];
  readonly children?: ReactNode;
}

export function ModelFacts({ inspection, isCopy, notes, children }: ModelFactsProps): ReactElement {
  const { model, input, outputs, layers } = inspection;
  const words = newTexts.facts;
  const facts: readonly (readonly [name: string, value: string, title?: string])[] = [
    [words.file, fileName(model.file), isCopy ? newTexts.copyNote : model.file],
    [words.producer, model.producer || words.noProducer],
    [words.opset, String(model.opset)],
    [words.input, `${input.name} ${input.shape}`],
    [words.output, outputs.map(({ name, shape }) => `${name} ${shape}`).join(', ')],
    [words.layers, whole(layers.length)],
  ];
  return (
    <div className="new-facts">
      <dl>
        {facts.map(([name, value, title = value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="selectable" title={title}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {children}
      {notes.map(inWindow).map((note) => (
        <p key={note} className="new-note">
          {note}
        </p>
      ))}
    </div>
  );
}
