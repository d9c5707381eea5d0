/** Sizes that a model leaves open, taken from the samples that it is given. */
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { openAxes, type OnnxInput } from '../../onnx/index.ts';
import { type PreprocessFile, shapeOfSamples } from '../../dataset/index.ts';

export interface FoundSizes {
  /** One for each size that the file leaves open, in the order of the axes. */
  readonly size: readonly number[];
  /** The sizes and their origin, as a sentence. */
  readonly note: Message;
}

/** Asked for the sizes of the input `input`, some of which are open; undefined where they cannot be told. */
export type FindSizes = (input: OnnxInput) => Promise<FoundSizes | undefined>;

/** Finds sizes in the first of `sources` whose samples have a shape that fits the input. Throws what opening a source throws. */
export const sizesFromSamples =
  (sources: readonly (string | undefined)[], preprocess: PreprocessFile | undefined): FindSizes =>
  async ({ name, shape = [] }) => {
    for (const source of sources) {
      if (source === undefined) continue;
      const found = await shapeOfSamples(source, preprocess?.input);
      const size = found && sizesIn(shape, found);
      if (size === undefined) continue;
      const note = say`The sizes that the model leaves open in its input ${name} [${shape.join(', ')}] are those of the samples in ${source}: ${size.join(' × ')}; ${option('size')} gives others.`;
      return { size, note };
    }
    return undefined;
  };

/** The sample's sizes at the open axes; undefined where a sample is no such input. */
function sizesIn(shape: readonly (number | string)[], sample: readonly number[]): readonly number[] | undefined {
  const isOpen = new Set(openAxes(shape));
  const fits = sample.length === shape.length - 1 && sample.every((size, at) => isOpen.has(at + 1) || shape[at + 1] === size);
  return fits ? sample.filter((_, at) => isOpen.has(at + 1)) : undefined;
}
