/** One step in the row of steps: where one is, and the way to it once it can be gone to. */
import type { ReactElement } from 'react';
import { newTexts } from '../../texts/start.ts';
import { canEnter, setDraft, type Step, useDraft } from './draft.ts';

export function StepTab({ step, number }: { readonly step: Step; readonly number: number }): ReactElement {
  const isHere = useDraft(({ draft }) => draft?.step === step);
  const enabled = useDraft(({ draft }) => draft !== null && draft.job === null && canEnter(step, draft));
  return (
    <button
      type="button"
      className="new-step"
      aria-current={isHere ? 'step' : undefined}
      disabled={!enabled && !isHere}
      onClick={() => setDraft({ step })}
    >
      <span className="new-step-number" aria-hidden>
        {number}
      </span>
      {newTexts.steps[step]}
    </button>
  );
}
