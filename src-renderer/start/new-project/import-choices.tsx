/** Choices that a model leaves to the person: its outputs to take, and whether quantised values are read as floating-point numbers. */
import type { ReactElement } from 'react';
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Switch } from '../../ui/index.ts';
import { EMPTY_DRAFT, useDraft } from './draft.ts';
import { chooseReading } from './model-actions.ts';

/** More outputs than a person would switch one by one: a file can be made to have thousands. */
const MOST_OUTPUTS = 12;

export function ImportChoices({ inspection }: { readonly inspection: ModelInspection }): ReactElement | null {
  const { outputs: chosen, dequantise } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { declared, outputs, quantised } = inspection;
  // The person's choice counts at once: the inspection is that of the choice before until the services answer.
  const taken = chosen ?? outputs.map(({ name }) => name);
  const choosable = declared.length > 1 && declared.length <= MOST_OUTPUTS;
  if (!choosable && !quantised) return null;
  const toggle = (name: string, on: boolean): void => {
    const next = declared.filter((one) => (one === name ? on : taken.includes(one)));
    // Without any, the outputs are again those that can be computed.
    chooseReading({ outputs: next.length === 0 ? undefined : next });
  };
  return (
    <div className="new-reading">
      {choosable ? (
        <fieldset>
          <legend>{newTexts.outputs}</legend>
          {declared.map((name) => (
            <Switch key={name} label={name} checked={taken.includes(name)} onChange={(on) => toggle(name, on)} />
          ))}
        </fieldset>
      ) : null}
      {quantised ? (
        <Switch
          label={newTexts.dequantise}
          checked={dequantise === true}
          onChange={(on) => chooseReading({ dequantise: on || undefined })}
        />
      ) : null}
    </div>
  );
}
