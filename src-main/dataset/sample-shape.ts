/** Finds the shape of a source's samples, for a model that leaves its sizes open. */
import { isTable, parseSampleSpec } from '../../src-shared/contract/sample-spec.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { openRaw } from './open-source.ts';
import { type Preprocess, shapeOfImage } from './preprocess.ts';

/**
 * Shape of a sample of `PATH` or `PATH@A:B` as the network would get it, without the batch axis. Undefined if the source does not
 * determine it: a table of numbers, or images without a preprocessing. For images, the preprocessing gives the size; otherwise
 * the first image does. Passes on the errors of opening a source.
 */
export async function shapeOfSamples(spec: string, preprocess: Preprocess | undefined): Promise<Shape | undefined> {
  const { path, part } = parseSampleSpec(spec);
  if (isTable(path)) return undefined;
  const raw = await openRaw({ path, part }, { inputShape: [], order: 'round-robin' }, []);
  if (raw.samples.kind === 'values') return raw.samples.shape;
  if (preprocess === undefined) return undefined;
  const sides = preprocess.size ?? (await firstSize(raw.samples, raw.count, preprocess));
  return sides && shapeOfImage(preprocess, ...sides);
}

type PixelSamples = Extract<Awaited<ReturnType<typeof openRaw>>['samples'], { kind: 'pixels' }>;

/** Height and width of the first image, if the preprocessing does not resize images. */
async function firstSize(
  { each }: PixelSamples,
  count: number,
  { resize }: Preprocess,
): Promise<readonly [number, number] | undefined> {
  if (count === 0 || resize !== undefined) return undefined;
  let found: readonly [number, number] | undefined;
  await each([0], { check: () => {}, use: ({ height, width }) => (found = [height, width]) });
  return found;
}
