/** Field for the place of the project. It says at once if none can be made there, and offers another name or to replace the present one. */
import type { ReactElement } from 'react';
import { inWindowOrNull } from '../../texts/messages.ts';
import { newTexts } from '../../texts/start.ts';
import { fileName, projectName } from '../../ui/format.ts';
import { Button } from '../../ui/index.ts';
import { type Draft, EMPTY_DRAFT, placeProblem, setDraft, useDraft } from './draft.ts';
import { forgetPlace, setPlace } from './place-actions.ts';
import { SourceField } from './source-field.tsx';

export function PlaceField(): ReactElement {
  const draft = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { out, job, place, replace } = draft;
  const problem = placeProblem(draft);
  const free = place.value?.free ?? null;
  const isFixed = job !== null;
  return (
    <div className="new-place-field" aria-busy={place.busy}>
      <SourceField
        label={newTexts.place}
        hint={replace ? newTexts.willReplace(fileName(out)) : newTexts.placeHint}
        chooseName={newTexts.choosePlace}
        purpose="new-project"
        value={out}
        message={problemText(draft)}
        disabled={isFixed}
        onType={forgetPlace}
        onCommit={setPlace}
      />
      <div className="new-place-ways">
        {problem !== undefined && free !== null ? (
          <Button disabled={isFixed} onClick={() => setPlace(free)}>
            {newTexts.nameIt(projectName(free))}
          </Button>
        ) : null}
        {problem === 'exists' ? (
          <Button disabled={isFixed} onClick={() => setDraft({ replace: true })}>
            {newTexts.replace}
          </Button>
        ) : null}
        {replace ? (
          <Button disabled={isFixed} onClick={() => setDraft({ replace: false })}>
            {newTexts.keep}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function problemText(draft: Draft): string | null {
  const { out, place } = draft;
  const problem = placeProblem(draft);
  if (problem === 'exists') return newTexts.exists(fileName(out));
  return problem === 'wrong' ? inWindowOrNull(place.value?.problem ?? place.error?.message ?? null) : null;
}
