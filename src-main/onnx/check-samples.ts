/**
 * Checks the import of a file with a fixed batch. Such a file has numbers in place of the batch, and import had to find out which
 * of them are the batch. The result of two different samples together must be the results of each alone.
 */
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { outerAfter, outerOfAxis } from '../../src-shared/spiking/batch-layout.ts';
import { atBatch, isBatchSize, type Shape, sizeOf, type Tensor, tensor64 } from '../../src-shared/tensor/index.ts';
import { removeDead } from './passes/remove-dead.ts';

/** Limit in multiply-adds per sample: a network up to this size is computed just for the check (some tenths of a second). */
const SMALL = 2e7;

/** An upper bound for a node's multiply-adds per sample. */
function costOf({ op, inputs, output, attributes }: NetworkNode, { shapes }: Network): number {
  const terms = operatorOf(op).terms?.(
    inputs.map((value) => shapes.get(value)!),
    attributes,
  );
  return sizeOf(atBatch(shapes.get(output)!, 1)) * (terms ?? 1);
}

/** Reproducible values of all magnitudes around 1, different for each sample. */
const samplesOf = (shape: Shape, first: number): Tensor => {
  const size = sizeOf(shape);
  return tensor64(
    shape,
    Float64Array.from({ length: size }, (_, at) => Math.sin(1 + 12.9898 * (first * size + at)) + 0.1),
  );
};

/** Values of nodes for two samples together, and for each of them alone. */
function computed(network: Network, watched: ReadonlySet<ValueId>): readonly Map<ValueId, Tensor>[] {
  const shape = network.shapes.get(network.input.value)!;
  const [a, b] = [samplesOf(atBatch(shape, 1), 0), samplesOf(atBatch(shape, 1), 1)] as const;
  const both = tensor64(atBatch(shape, 2), Float64Array.from([...a.data, ...b.data]));
  return [both, a, b].map((input) => {
    const values = new Map<ValueId, Tensor>();
    evaluateNetwork(network, input, {
      tap: (value, tensor) => {
        if (watched.has(value)) values.set(value, tensor);
      },
    });
    return values;
  });
}

/** True if `both`, `[outer, 2, inner]` in memory, consists of the values of the two samples. */
function isSideBySide(both: Tensor, a: Tensor, b: Tensor, outer: number): boolean {
  const inner = a.data.length / outer;
  if (!Number.isInteger(inner) || both.data.length !== 2 * a.data.length) return false;
  let size = 0;
  for (const value of both.data) if (Number.isFinite(value)) size = Math.max(size, Math.abs(value));
  return both.data.every((value: number, at: number) => {
    const block = Math.floor(at / (2 * inner));
    const within = at - block * 2 * inner;
    const alone = (within < inner ? a : b).data[block * inner + (within % inner)]!;
    return Math.abs(value - alone) <= 1e-9 * size || Object.is(value, alone);
  });
}

/**
 * `outer` of every value, `[outer, B, inner]`, as its axes say. If an axis is a multiple of the batch, the batch is taken to be
 * the outer part of that axis.
 */
function outersOf({ input, nodes, shapes }: Network): Map<ValueId, number> {
  const outers = new Map([[input.value, outerOfAxis(shapes.get(input.value)!)]]);
  for (const node of nodes) {
    const source = node.inputs.find((value) => outers.has(value));
    if (source === undefined) continue;
    const outer = outerAfter(node.op, shapes.get(source)!, shapes.get(node.output)!, outers.get(source)!);
    outers.set(node.output, Number.isNaN(outer) ? outerOfAxis(shapes.get(node.output)!) : outer);
  }
  return outers;
}

/**
 * The first node of `network` (as translated, before any pass) at which samples are mixed; undefined if they stay apart, or if
 * there is nothing to check. `suspects` are nodes at which the batch could not be told from other sizes. A large network is
 * computed only as far as these nodes.
 */
export function mixingNode(
  network: Network,
  suspects: ReadonlySet<string>,
  fixedBatch: number | undefined,
): NetworkNode | undefined {
  const small = network.nodes.reduce((sum, node) => sum + costOf(node, network), 0) <= SMALL;
  if (suspects.size === 0 && !(small && fixedBatch !== undefined)) return undefined;
  if (!isBatchSize(network.shapes.get(network.input.value)![0] ?? 0)) return undefined;
  const ends = network.nodes.filter(({ from, op }) => op === 'Reshape' && from.some((name) => suspects.has(name)));
  const outputs = small ? network.outputs : ends.map(({ id, output }) => ({ name: id, value: output }));
  const part = removeDead({ ...network, outputs });
  const coded = outersOf(part);
  const watched = new Set(
    part.nodes.filter(({ op, output }) => coded.has(output) && (small || op === 'Reshape')).map(({ output }) => output),
  );
  const [both, a, b] = computed(part, watched) as [Map<ValueId, Tensor>, Map<ValueId, Tensor>, Map<ValueId, Tensor>];
  return part.nodes.find(
    ({ output }) => watched.has(output) && !isSideBySide(both.get(output)!, a.get(output)!, b.get(output)!, coded.get(output)!),
  );
}
