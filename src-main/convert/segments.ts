/**
 * Gathers the linear operators between units into segments: each segment writes one value that a unit, another segment or
 * the network's output reads, and every linear node belongs to exactly one segment.
 */
import type { NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { type Stage, stageInputs, type Unit, type ValueCoding } from '../../src-shared/spiking/index.ts';

/**
 * One step of the compiled network in topological order: a unit, or a linear node with the coding of its values. The input of a
 * counted node is a value between stages (never inside a segment), so that its non-zero entries can be counted.
 */
export type Step =
  | { readonly unit: Unit }
  | { readonly node: NetworkNode; readonly coding: ValueCoding; readonly counted: boolean };

const inputsOf = (step: Step): readonly ValueId[] => {
  return 'node' in step ? step.node.inputs : stageInputs(step.unit);
};

/** The stages, in topological order. `input` and `outputs` are the network's. */
export function gatherSegments(steps: readonly Step[], input: ValueId, outputs: ReadonlySet<ValueId>): Stage[] {
  const readers = new Map<ValueId, Step[]>();
  for (const step of steps) {
    for (const value of new Set(inputsOf(step))) readers.set(value, [...(readers.get(value) ?? []), step]);
  }
  // From the last node to the first: a node joins its only reader's segment, or ends a segment of its own.
  const rootOf = new Map<Step, ValueId>();
  for (const step of steps.toReversed()) {
    if (!('node' in step)) continue;
    const [reader, ...others] = readers.get(step.node.output) ?? [];
    const joins = reader && 'node' in reader && !reader.counted && others.length === 0 && !outputs.has(step.node.output);
    rootOf.set(step, joins ? rootOf.get(reader)! : step.node.output);
  }
  const members = Map.groupBy(
    steps.filter((step) => 'node' in step),
    (step) => rootOf.get(step)!,
  );
  const coded = new Set<ValueId>([input, ...steps.map((step) => ('node' in step ? step.node.output : step.unit.output))]);
  return steps.flatMap((step): Stage[] => {
    if (!('node' in step)) return [step.unit];
    const root = rootOf.get(step)!;
    if (root !== step.node.output) return [];
    const nodes = members.get(root)!.map((member) => member.node);
    return [{ kind: 'segment', id: root, inputs: outerInputs(nodes, coded), output: root, coding: step.coding, nodes }];
  });
}

/** Coded values that a segment's nodes read from other stages. */
function outerInputs(nodes: readonly NetworkNode[], coded: ReadonlySet<ValueId>): ValueId[] {
  const inner = new Set(nodes.map((node) => node.output));
  return [...new Set(nodes.flatMap((node) => node.inputs.filter((value) => coded.has(value) && !inner.has(value))))];
}
