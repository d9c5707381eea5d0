/** The titles of the columns of two compared runs, with their marks, in every table of the comparison. */
import type { ReactElement } from 'react';
import type { RunComparison } from '../../../src-shared/results/index.ts';
import { RunMarkIcon } from '../../ui/index.ts';
import { runTitle } from './columns.ts';

export interface RunHeadsProps {
  readonly comparison: Pick<RunComparison, 'first' | 'second'>;
}

export const RunHeads = ({ comparison: { first, second } }: RunHeadsProps): ReactElement => (
  <>
    {[first, second].map(({ run, name }) => (
      <th key={run} scope="col">
        <span className="runs-name">
          <RunMarkIcon run={run} />
          <span>{runTitle({ id: run, name })}</span>
        </span>
      </th>
    ))}
  </>
);
