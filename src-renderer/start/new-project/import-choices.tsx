/** How the model is read, where it leaves a choice: which of its outputs are taken, and quantised values as floating-point numbers. */
import type { ReactElement } from 'react';
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Switch } from '../../ui/index.ts';
import { useDraft } from './draft.ts';
import { chooseReading } from './model-actions.ts';

/** More outputs than a person would switch one by one: a file can be made to have thousands. */
const MOST_OUTPUTS = 12;

export function ImportChoices({ inspection }: { readonly inspection: ModelInspection }): ReactElement | null {
  const dequantise = useDraft(({ draft }) => draft?.dequantise);
  const { declared, outputs, quantised } = inspection;
  const taken = outputs.map(({ name }) => name);
  const choosable = declared.length > 1 && declared.length <= MOST_OUTPUTS;
  if (!choosable && !quantised) return null;
  const toggle = (name: string, on: boolean): void => {
    const chosen = declared.filter((one) => (one === name ? on : taken.includes(one)));
    // Without any, the outputs are again those that can be computed.
    chooseReading({ outputs: chosen.length === 0 ? undefined : chosen });
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
