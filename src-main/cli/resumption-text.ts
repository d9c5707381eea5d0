/**
 * A sentence about the batches that a resumed run took from an earlier one, to follow the place where the run is stored. Empty if
 * the run started anew.
 */
export function resumptionText(batches: number): string {
  if (batches === 0) return '';
  return ` (${batches === 1 ? '1 batch was' : `${batches} batches were`} there from before)`;
}
