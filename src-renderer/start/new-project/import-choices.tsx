/** Choices that a model leaves to the person: its outputs to take, and whether quantised values are read as floating-point numbers. */
import type { ReactElement } from 'react';
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Switch } from '../../ui/index.ts';
import { EMPTY_DRAFT, useDraft } from './draft.ts';
import { chooseReading } from './model-actions.ts';
import { OutputChoices } from './output-choices.tsx';

/** `inspection`: the last one that succeeded. The choices are the person's, and stay where they are while the next is awaited or fails. */
export function ImportChoices({ inspection }: { readonly inspection: ModelInspection }): ReactElement | null {
  const { outputs: chosen, dequantise } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { declared, outputs, quantised } = inspection;
  const choosable = declared.length > 1;
  if (!choosable && !quantised) return null;
  return (
    <div className="new-reading">
      {choosable ? (
        // The person's choice counts at once: the inspection is that of the choice before until the services answer.
        <OutputChoices declared={declared} taken={chosen ?? outputs.map(({ name }) => name)} own={chosen !== undefined} />
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
