/** What a run that went on found of an earlier one, behind where it is stored. Empty where it began anew. */
export function resumptionText(batches: number): string {
  if (batches === 0) return '';
  return ` (${batches === 1 ? '1 batch was' : `${batches} batches were`} there from before)`;
}
