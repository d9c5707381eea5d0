/** The foot of a step: what to know, back, and on. */
import type { ReactElement, ReactNode } from 'react';
import { newTexts } from '../../texts/start.ts';
import { Button } from '../../ui/index.ts';
import { canEnter, setDraft, type Step, useDraft } from './draft.ts';

export interface StepFootProps {
  readonly back?: Step | undefined;
  readonly next?: Step | undefined;
  readonly children?: ReactNode;
  /** In place of "Next". */
  readonly action?: ReactNode;
}

export function StepFoot({ back, next, children, action }: StepFootProps): ReactElement {
  const canGo = useDraft(({ draft }) => draft !== null && next !== undefined && canEnter(next, draft));
  const isMaking = useDraft(({ draft }) => (draft?.job ?? null) !== null);
  return (
    <footer className="new-foot">
      <div className="new-foot-words" role="status">
        {children}
      </div>
      {back ? (
        <Button disabled={isMaking} onClick={() => setDraft({ step: back })}>
          {newTexts.back}
        </Button>
      ) : null}
      {next ? (
        <Button variant="primary" disabled={!canGo} onClick={() => setDraft({ step: next })}>
          {newTexts.next}
        </Button>
      ) : null}
      {action}
    </footer>
  );
}
