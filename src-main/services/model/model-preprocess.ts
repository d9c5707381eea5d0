/** The preprocessing of a model: given by a user, or in the file beside the model. The window and the command line find it here. */
import { existsSync } from 'node:fs';
import type { ModelPreprocess } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { loadPreprocess, type Preprocess, type PreprocessFile } from '../../dataset/index.ts';

/** A preprocessing and the sentence that says where it came from, if that was not the user. */
export interface FoundPreprocess {
  readonly preprocess: PreprocessFile | undefined;
  readonly notes: readonly Message[];
}

/**
 * The preprocessing of a model: `given` (the file of an option, or the preprocessing itself), or the `X.json` beside `X.onnx`. A file beside it that is not a
 * preprocessing is left alone, and a note says so. Throws `preprocess.invalid` for the file of the option.
 */
export async function preprocessFor(modelFile: string, given: string | Preprocess | undefined): Promise<FoundPreprocess> {
  if (typeof given === 'string') return { preprocess: await loadPreprocess(given), notes: [] };
  const { preprocess, from, notes } = await preprocessBeside(modelFile);
  if (given === undefined) {
    const used = say`Images are preprocessed as ${from} beside the model says; ${option('preprocess', 'FILE')} names another.`;
    return { preprocess, notes: preprocess ? [used] : notes };
  }
  // Class names belong to the network, whatever is done to its images.
  const classes = preprocess?.classes;
  return { preprocess: { input: given, ...(classes ? { classes } : {}) }, notes: [] };
}

/** The preprocessing that lies beside a model, for a person to look at and change. */
export async function modelPreprocess(modelFile: string): Promise<ModelPreprocess> {
  const { preprocess, from, notes } = await preprocessBeside(modelFile);
  return { preprocess: preprocess?.input ?? null, from: preprocess ? from : null, notes: [...notes] };
}

interface Beside extends FoundPreprocess {
  readonly from: string;
}

/** `X.json` beside `X.onnx`; `notes` say why one that is there is not used. */
async function preprocessBeside(modelFile: string): Promise<Beside> {
  const from = modelFile.replace(/\.onnx$/i, '.json');
  if (from === modelFile || !existsSync(from)) return { preprocess: undefined, from, notes: [] };
  try {
    return { preprocess: await loadPreprocess(from), from, notes: [] };
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
    return { preprocess: undefined, from, notes: [say`Not used as preprocessing: ${error.sentence}.`] };
  }
}
