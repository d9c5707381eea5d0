/** The mark of a run beside its name. */
import type { ReactElement } from 'react';
import { runMark, shapePath } from '../../src-shared/theme/run-mark.ts';
import { colour } from '../../src-shared/theme/tokens.ts';

export function RunMarkIcon({ run }: { readonly run: number }): ReactElement {
  const mark = runMark(run);
  return (
    <svg className="ui-run-mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden>
      <path d={shapePath(mark.shape, 4)} fill={colour(mark.colour)} />
    </svg>
  );
}
