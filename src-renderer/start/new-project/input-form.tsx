/** Asks which of a model's inputs is the image, and for the sizes that the file leaves open. */
import { RadioGroup } from 'radix-ui';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { ModelInputs, WireError } from '../../../src-shared/contract/index.ts';
import { newTexts } from '../../texts/start.ts';
import { ErrorPanel, NumberField } from '../../ui/index.ts';
import { chooseInput } from './model-actions.ts';

export interface InputFormProps {
  readonly inputs: ModelInputs;
  /** What was wrong with the last choice. */
  readonly error: WireError | null;
}

const MOST_PIXELS = 65_536;

export function InputForm({ inputs, error }: InputFormProps): ReactElement {
  const [name, setName] = useState(inputs.find(({ numbers }) => numbers)?.name);
  const [sizes, setSizes] = useState<readonly (number | undefined)[]>([]);
  const open = inputs.find((input) => input.name === name)?.open ?? [];
  const given = open.map((_, index) => sizes[index]);
  const isComplete = name !== undefined && given.every((size) => size !== undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) chooseInput(inputs.length > 1 ? name : undefined, open.length > 0 ? (given as number[]) : undefined);
  };
  return (
    <form className="new-input" onSubmit={submit}>
      {error ? <ErrorPanel error={error} /> : null}
      {inputs.length > 1 ? (
        <fieldset>
          <legend>{newTexts.several}</legend>
          <p>{newTexts.severalHint}</p>
          <RadioGroup.Root
            className="new-input-list"
            value={name ?? null}
            onValueChange={setName}
            aria-label={newTexts.severalHint}
          >
            {inputs.map((input) => (
              <RadioGroup.Item key={input.name} value={input.name} disabled={!input.numbers} className="new-input-row">
                <span className="new-input-dot" aria-hidden />
                <span>{input.name}</span>
                <small>{shapeText(input)}</small>
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
        </fieldset>
      ) : null}
      {open.length > 0 && name !== undefined ? (
        <fieldset>
          <legend>{newTexts.sizes(name)}</legend>
          <p>{newTexts.sizesHint}</p>
          <div className="new-input-sizes">
            {open.map((size, index) => (
              <NumberField
                key={index}
                label={newTexts.sizeOf(size, index)}
                value={given[index]}
                min={1}
                max={MOST_PIXELS}
                whole
                onCommit={(value) => setSizes(open.map((_, at) => (at === index ? value : given[at])))}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <button type="submit" className="ui-button ui-button-primary" disabled={!isComplete}>
        {newTexts.take}
      </button>
    </form>
  );
}

function shapeText({ shape, numbers }: ModelInputs[number]): string {
  if (!numbers) return newTexts.notNumbers;
  return shape ? `[${shape.join(', ')}]` : newTexts.notSaid;
}
