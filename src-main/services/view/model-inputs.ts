/** The inputs of a model, as its file declares them: what a person chooses from where the image cannot be told. A job. */
import type { ModelInputs } from '../../../src-shared/contract/index.ts';
import { openSizes, readModel } from '../../onnx/index.ts';

/** The inputs of the model at `file`, in its order. Throws what reading a model throws. */
export async function modelInputs(file: string): Promise<ModelInputs> {
  const { graph } = await readModel(file);
  return graph.inputs.map((input) => ({
    name: input.name,
    shape: input.shape ? [...input.shape] : null,
    open: openSizes(input.shape ?? []).map(String),
    numbers: input.notNumbers !== true,
  }));
}
