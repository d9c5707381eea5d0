/**
 * Witnesses (tests/golden/witnesses): shifts of a golden network's weights by less than the rounding of its file, with
 * which the published run is reproduced exactly. README.md there says why three cases need one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedNetwork } from '../../../src-main/convert/index.ts';

const FOLDER = join(import.meta.dirname, '..', 'witnesses');

/** Shifts of one output channel of a convolution; every number is in float32 ulps of the value in the file. */
export interface ChannelShift {
  readonly node: string;
  readonly channel: number;
  /** By index of the weight within the channel, `[C/groups, …]` flat. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly bias?: number;
}

export interface Witness {
  readonly about: string;
  readonly shifts: readonly ChannelShift[];
}

/** The witness of a golden case. */
export const loadWitness = (name: string): Witness => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Witness;

/** The same network with shifted weights, in float64. Throws where a shift names nothing, or a weight used elsewhere too. */
export function applyWitness(placed: PlacedNetwork, witness: Witness): PlacedNetwork {
  const { network } = placed;
  const constants = new Map(network.constants);
  const shift = (id: string, index: number, ulps: number, what: string): void => {
    const tensor = constants.get(id);
    const value = network.constants.get(id)?.data[index];
    if (tensor === undefined || value === undefined) throw new Error(`${what}: no such value in the network`);
    const data = Float64Array.from(tensor.data);
    data[index] = value + ulps * float32Ulp(value);
    constants.set(id, { ...tensor, data });
  };
  for (const { node: id, channel, weights = {}, bias } of witness.shifts) {
    const node = network.nodes.find((candidate) => candidate.id === id);
    if (node?.op !== 'Conv') throw new Error(`${id}: no convolution of this name`);
    const [, weight, biases] = node.inputs as readonly [string, string, string | undefined];
    const readers = network.nodes.filter(
      ({ inputs }) => inputs.includes(weight) || (biases !== undefined && inputs.includes(biases)),
    );
    if (readers.length > 1) throw new Error(`${id}: its weights are shared with another node`);
    const tensor = network.constants.get(weight)!;
    const size = tensor.data.length / tensor.shape[0]!;
    for (const [index, ulps] of Object.entries(weights)) {
      const within = Number(index);
      if (!(Number.isInteger(within) && within >= 0 && within < size))
        throw new Error(`${id}: no weight ${index} in a channel of ${size}`);
      shift(weight, channel * size + within, ulps, `${id}, channel ${channel}, weight ${index}`);
    }
    if (bias === undefined) continue;
    if (biases === undefined) throw new Error(`${id}: it has no bias`);
    shift(biases, channel, bias, `${id}, channel ${channel}, bias`);
  }
  return { ...placed, network: { ...network, constants } };
}

/** Largest change of any constant, in float32 ulps of the original: up to ½, rounding to float32 can have caused it. */
export function largestShift(original: PlacedNetwork, shifted: PlacedNetwork): number {
  let largest = 0;
  for (const [id, { data }] of original.network.constants) {
    const changed = shifted.network.constants.get(id)?.data;
    if (changed?.length !== data.length) throw new Error(`${id}: not the same network`);
    for (let i = 0; i < data.length; i++) {
      if (changed[i] !== data[i]) largest = Math.max(largest, Math.abs(changed[i]! - data[i]!) / float32Ulp(data[i]!));
    }
  }
  return largest;
}

/** Distance between neighbouring float32 numbers in the binade of a float32 value. */
function float32Ulp(value: number): number {
  if (Math.fround(value) !== value) throw new Error(`${value} is not a float32 number`);
  const [bits] = new Uint32Array(Float32Array.of(value).buffer);
  const exponent = (bits! >>> 23) & 0xff;
  return 2 ** (Math.max(exponent, 1) - 150);
}
