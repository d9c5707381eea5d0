/** The line under the text: in step with the graph, or why not and what can be done. Its place is kept, so that nothing jumps. */
import type { ReactElement } from 'react';
import { planTexts } from '../../texts/plan-editor.ts';
import { Button } from '../../ui/button.tsx';
import { revealPlace } from '../reveal.ts';
import { planDocument, useTextStatus } from './plan-document.ts';

/** How the text stands to the plan. */
export function TextState(): ReactElement {
  const { status, behind, problems } = useTextStatus();
  const first = problems[0];
  const bad = status === 'unreadable' || status === 'apart';
  return (
    <div className="plan-editor-state" data-state={bad ? status : 'fine'} role="status">
      {status === 'in-step' && <span>{planTexts.inStep}</span>}
      {status === 'typing' && <span>{planTexts.typing}</span>}
      {status === 'unreadable' && (
        <>
          <span>{behind ? planTexts.unreadableBehind : planTexts.unreadable(problems.length)}</span>
          {first?.place && (
            <button type="button" className="plan-editor-link" onClick={() => revealPlace(first.place!)}>
              {planTexts.firstProblem(first.place.line, first.place.column, `${first.path} ${first.message}`.trim())}
            </button>
          )}
        </>
      )}
      {status === 'apart' && <span>{planTexts.apart}</span>}
      {bad && (
        <Button variant="quiet" onClick={() => planDocument().takeOver()}>
          {planTexts.takeOver}
        </Button>
      )}
      {status === 'apart' && (
        <Button variant="quiet" onClick={() => planDocument().keepText()}>
          {planTexts.keepText}
        </Button>
      )}
    </div>
  );
}
