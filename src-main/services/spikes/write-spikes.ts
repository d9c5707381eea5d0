/** The recorded spikes of a run as a file (.npz) for other programs. */
import type { Project, RunRecording } from '../../project/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { spikeOf } from '../../../src-shared/spikes/index.ts';
import { writeArchive } from '../run/kept-samples.ts';

/**
 * Writes recordings as .npz: `samples` int32 [S], the indices in the run; and for each LAYER `LAYER.spikes` float32 [S, T, …] in units of
 * θ, `LAYER.thresholds` float64 […], θ of each neuron, and `LAYER.activations` float32 [S, …] of the float network. Every recording must
 * be there. Throws `output.unwritable`; the file is unchanged then.
 */
export async function writeSpikes(file: string, project: Project, run: number, steps: number): Promise<void> {
  const { choice, layers }: RunRecording = project.runRecording(run)!;
  const { samples } = choice;
  const files: Record<string, Uint8Array> = { 'samples.npy': formatNpy(Int32Array.from(samples), [samples.length]) };
  for (const layer of layers) {
    const { name, shape } = layer;
    const theta = project.spikeThresholds(run, name)!;
    const size = theta.length;
    const spikes = new Float32Array(samples.length * steps * size);
    const activations = new Float32Array(samples.length * size);
    samples.forEach((sample, index) => {
      activations.set(project.spikeActivations(run, name, sample)!, index * size);
      for (let t = 0; t < steps; t++) {
        const [codes] = project.spikePiece(run, name, sample, t, 1)!.steps;
        codes!.forEach((code, i) => (spikes[(index * steps + t) * size + i] = spikeOf(layer, code)));
      }
    });
    files[`${name}.spikes.npy`] = formatNpy(spikes, [samples.length, steps, ...shape]);
    files[`${name}.thresholds.npy`] = formatNpy(theta, shape);
    files[`${name}.activations.npy`] = formatNpy(activations, [samples.length, ...shape]);
  }
  await writeArchive(file, files, 'spikes');
}
