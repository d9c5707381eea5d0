/** The order in which samples are read. */

/** `sequential`: as in the file. `round-robin`: the first sample of every class, then the second of every class, … */
export type SampleOrder = 'sequential' | 'round-robin';

/**
 * Sample numbers in round-robin order of their labels. Classes, and samples within a class, keep their order. A class with no
 * samples left is skipped: labels 0 0 0 1 give 0 3 1 2.
 */
export function roundRobin(labels: Int32Array): number[] {
  const perClass = new Map<number, number[]>();
  labels.forEach((label, index) => {
    const members = perClass.get(label);
    if (members === undefined) perClass.set(label, [index]);
    else members.push(index);
  });
  const classes = [...perClass.values()];
  const longest = classes.reduce((most, members) => Math.max(most, members.length), 0);
  const order: number[] = [];
  for (let turn = 0; turn < longest; turn++) {
    for (const members of classes) if (turn < members.length) order.push(members[turn]!);
  }
  return order;
}
