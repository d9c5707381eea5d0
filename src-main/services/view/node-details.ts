/**
 * Attributes and constants of every operator of a project's network: shape, range, mean, deviation and a histogram of each. All nodes at
 * once, since reading the model takes longer than looking at its values. A job.
 */
import type { NodeDetails, Weight } from '../../../src-shared/contract/index.ts';
import type { Network, NetworkNode } from '../../../src-shared/network/index.ts';
import { BATCH, type Tensor, type TensorData } from '../../../src-shared/tensor/index.ts';
import { openProject } from '../../project/index.ts';
import { loadModel } from '../model/load-model.ts';
import { findModel, projectState } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';

export interface NodeDetailsRequest {
  readonly project: string;
}

/** Bins of a histogram. */
const BINS = 48;

/** Details of every node that has some, by its id. Throws `project.missing` where the model is gone or has changed. */
export async function projectNodeDetails(
  { project: path }: NodeDetailsRequest,
  { signal }: ServiceContext,
): Promise<ReadonlyMap<string, NodeDetails>> {
  using project = openProject(path, { readOnly: true });
  const { model: record, settings } = projectState(project);
  const { placed } = await loadModel(await findModel(record, path), settings);
  return detailsOf(placed.network, signal);
}

/** The same of a network. A constant that several nodes read is looked at once. */
export function detailsOf(network: Network, signal?: AbortSignal): ReadonlyMap<string, NodeDetails> {
  const seen = new Map<string, Omit<Weight, 'input'>>();
  const weightOf = (name: string, tensor: Tensor): Omit<Weight, 'input'> => {
    signal?.throwIfAborted();
    const known = seen.get(name) ?? describeWeight(name, tensor);
    seen.set(name, known);
    return known;
  };
  return new Map(
    network.nodes.map((node) => [
      node.id,
      {
        attributes: attributesOf(node),
        weights: node.inputs.flatMap((value, input) => {
          const tensor = network.constants.get(value);
          return tensor ? [{ ...weightOf(value, tensor), input }] : [];
        }),
      },
    ]),
  );
}

/** Sizes that grow with the batch are written as they are for one sample, with a mark. */
function attributesOf({ attributes }: NetworkNode): NodeDetails['attributes'] {
  const one = (value: number): string =>
    Number.isInteger(value) && value !== 0 && value % BATCH === 0
      ? `${value / BATCH} × batch`
      : String(Number(value.toPrecision(6)));
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number') return { name, value: one(value) };
    return { name, value: typeof value === 'object' ? value.map(one).join(', ') : String(value) };
  });
}

function describeWeight(name: string, { shape, dtype, data }: Tensor): Omit<Weight, 'input'> {
  const { statistics, notFinite } = statisticsOf(data);
  const histogram = statistics && statistics.max > statistics.min ? histogramOf(data, statistics.min, statistics.max) : null;
  return { name, shape: [...shape], count: data.length, dtype, statistics, notFinite, histogram };
}

/** Two passes: the deviation from the mean itself loses no digits where the mean is large. */
function statisticsOf(data: TensorData): Pick<Weight, 'statistics' | 'notFinite'> {
  let [min, max, sum, zeros, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
  }
  const notFinite = data.length - finite;
  if (finite === 0) return { statistics: null, notFinite };
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  return { statistics: { min, max, mean, deviation: Math.sqrt(squares / finite), zeros }, notFinite };
}

function histogramOf(data: TensorData, low: number, high: number): NonNullable<Weight['histogram']> {
  const counts = new Array<number>(BINS).fill(0);
  const scale = BINS / (high - low);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isFinite(value)) counts[Math.min(BINS - 1, Math.floor((value - low) * scale))]!++;
  }
  return { low, high, counts };
}
