/** The first samples of a source as a network would get them: what a person looks at before calibrating. A job. */
import type { Preprocess, SamplePreview } from '../../../src-shared/contract/index.ts';
import { sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';
import { loadModel, type ModelInputOptions, sampleShape } from '../model/load-model.ts';
import type { ServiceContext } from '../progress.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { joined, type Message, say } from '../../../src-shared/message/index.ts';
import { preprocessFor } from '../model/model-preprocess.ts';
import { openCalibration, openDataset, sampleNotes } from '../model/samples.ts';
import { sizesFromSamples } from '../model/sizes-from-samples.ts';
import { drawSample, pictureForm } from './sample-picture.ts';

export interface PreviewRequest extends ModelInputOptions {
  readonly model: string;
  readonly source: string;
  readonly preprocess?: Preprocess | undefined;
  /** Samples of a run are judged as a run judges them, labels included. */
  readonly purpose?: 'calibration' | 'run' | undefined;
  readonly skipBad?: boolean | undefined;
  readonly count: number;
}

/** The preview. Samples come as their purpose takes them: for calibration, of a folder of classes, one of each in turn. */
export async function previewSamples(request: PreviewRequest, { signal }: ServiceContext): Promise<SamplePreview> {
  const { model: file, source: spec, preprocess: given, purpose, skipBad, count } = request;
  const { preprocess, notes } = await preprocessFor(file, given);
  const { placed } = await loadModel(file, request, sizesFromSamples([spec], preprocess));
  const open = purpose === 'run' ? openDataset : openCalibration;
  const source = await open(spec, placed, preprocess, { skipBad }).catch((error: unknown) => {
    throw withReason(error, preprocess ? [] : notes);
  });
  const shape = sampleShape(placed);
  const form = pictureForm(shape, preprocess?.input.layout === 'NHWC');
  const classes = source.classes ?? preprocess?.classes ?? null;
  const size = sizeOf(shape);
  const shown = Math.min(count, source.count);
  const data = await source.read(0, shown, signal);
  const samples = Array.from({ length: shown }, async (_, index) => {
    const own = data.subarray(index * size, (index + 1) * size);
    const label = source.labels?.[index];
    return {
      name: source.nameOf(index),
      label: label === undefined ? null : (classes?.[label] ?? String(label)),
      seen: await drawSample(own, form.planes),
      range: rangeOf(own),
    };
  });
  return {
    count: source.count,
    classes: classes && [...classes],
    preprocess: source.kind === 'values' ? null : (preprocess?.input ?? null),
    shape: [...shape],
    samples: await Promise.all(samples),
    // `preprocess` shows the preprocessing that was found beside the model.
    notes: [...(preprocess ? [] : notes), ...form.notes, ...sampleNotes(source)],
  };
}

/** Images that need a preprocessing: why the file beside the model is none belongs to the answer. */
function withReason(error: unknown, notes: readonly Message[]): unknown {
  if (!(error instanceof SpikeloomError) || error.code !== 'preprocess.invalid' || notes.length === 0) return error;
  const { code, sentence, at } = error;
  return new SpikeloomError(code, say`${sentence}. ${joined(notes, ' ')}`, { at, cause: error });
}

/** Least value, mean, largest value. */
function rangeOf(data: TensorData): [number, number, number] {
  let [least, sum, most] = [Infinity, 0, -Infinity];
  for (const value of data) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return [least, sum / data.length, most];
}
