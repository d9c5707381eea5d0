/** In which order samples are read. */

/** `sequential`: as in the file. `round-robin`: the first of every class, the second of every class, … */
export type SampleOrder = 'sequential' | 'round-robin';

/**
 * Numbers of the samples in round-robin order over their labels: classes, and samples within a class, as they come. A class
 * that has run out is passed over.
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
