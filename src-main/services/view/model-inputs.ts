/** The inputs that a model file declares. A person chooses among them if Spikeloom cannot tell which one takes the samples. A job. */
import type { ModelInputs } from '../../../src-shared/contract/index.ts';
import { openSizes, readModel } from '../../onnx/index.ts';

/** The inputs of the model at `file`, in its order. Passes on the errors of reading a model. */
export async function modelInputs(file: string): Promise<ModelInputs> {
  const { graph } = await readModel(file);
  return graph.inputs.map((input) => ({
    name: input.name,
    shape: input.shape ? [...input.shape] : null,
    open: openSizes(input.shape ?? []).map(String),
    numbers: input.notNumbers !== true,
  }));
}
