/** What the paper's implementation reached on the example networks: resources/examples/expected.json and expected/*.npz. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedNetwork } from '../../src-main/convert/index.ts';
import { readNpz } from '../../src-main/dataset/index.ts';

export const EXAMPLES = join(import.meta.dirname, '..', '..', 'resources', 'examples');

/** A setting of expected.json, as far as it is used. Series hold one number per step. */
export interface Setting {
  readonly neuron: string;
  readonly coding: string;
  readonly num_thresholds?: number;
  readonly T: number;
  readonly threshold_mode: string;
  readonly threshold_level: 'channel';
  readonly threshold_scale: number;
  readonly top1: readonly number[];
  readonly agreement: readonly number[];
  readonly energy_ratio: readonly number[];
}

export interface ExpectedModel {
  readonly ann_top1: number;
  readonly settings: Readonly<Record<string, Setting>>;
}

const EXPECTED = JSON.parse(readFileSync(join(EXAMPLES, 'expected.json'), 'utf8')) as {
  readonly models: Readonly<Record<string, ExpectedModel>>;
};

/** Every model with its settings, in the order of the file. */
export const exampleSettings = (): [model: string, setting: string][] =>
  Object.entries(EXPECTED.models).flatMap(([model, { settings }]) =>
    Object.keys(settings).map((setting): [string, string] => [model, setting]),
  );

/** Throws where the file has no such model. */
export function expectedModel(model: string): ExpectedModel {
  const expected = EXPECTED.models[model];
  if (expected === undefined)
    throw new Error(`expected.json has no model ${model}, only ${Object.keys(EXPECTED.models).join(', ')}`);
  return expected;
}

/** Throws where the model has no such setting. */
export function expectedSetting(model: string, setting: string): Setting {
  const { settings } = expectedModel(model);
  const found = settings[setting];
  if (found === undefined) throw new Error(`${model} has no setting ${setting}, only ${Object.keys(settings).join(', ')}`);
  return found;
}

/** The recorded class of each image after each step, `[T][images]`. */
export async function expectedPredictions(model: string, setting: string): Promise<readonly Uint8Array[]> {
  const name = `${setting}/predictions`;
  const arrays = await readNpz(join(EXAMPLES, 'expected', `${model}.npz`), (found) => found === name);
  const { shape, data } = arrays.get(name)!;
  const [steps, images] = shape as [number, number];
  return Array.from({ length: steps }, (_, t) => Uint8Array.from(data.subarray(t * images, (t + 1) * images)));
}

/** The recorded base thresholds of every neuron layer. Throws where one is missing. */
export async function expectedThresholds(
  model: string,
  setting: string,
  placed: PlacedNetwork,
): Promise<ReadonlyMap<string, ArrayLike<number>>> {
  const prefix = `${setting}/threshold/`;
  const arrays = await readNpz(join(EXAMPLES, 'expected', `${model}.npz`), (name) => name.startsWith(prefix));
  const pools = new Map(placed.network.nodes.filter((node) => node.op === 'MaxPool').map((node) => [node.output, node.path]));
  return new Map(
    placed.sites.map((site) => {
      const pool = pools.get(site.input);
      // Names in the reference: a moved ReLU after its pool, a signed neuron as part 0 of what it stands in front of.
      const names = [site.name, `${site.name}.0`, ...(pool === undefined ? [] : [`${pool}.1`])];
      const array = names.map((name) => arrays.get(prefix + name)).find((found) => found !== undefined);
      if (array === undefined) throw new Error(`${model}, ${setting}: no recorded threshold of ${site.name}`);
      return [site.name, array.data as ArrayLike<number>];
    }),
  );
}
