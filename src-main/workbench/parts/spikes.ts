/** Calls about the recorded spikes of runs. Pieces are read where they lie, so that a recording of any size needs little memory. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { codeBytes, codesToBytes } from '../../../src-shared/spikes/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { Project } from '../../project/index.ts';
import type { Context } from '../context.ts';
import { recordJob } from '../project-jobs/index.ts';
import { requireWritable, runAt } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

/** Most bytes of a piece. */
const MOST_BYTES = 2 ** 20;

export function spikesPart(context: Context): Pick<Handlers, 'run.spikes' | 'run.record' | 'run.spikePiece'> {
  const { projects, jobs } = context;
  return {
    'run.record': async ({ path, id, recording, threads }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one, 'no spikes can be recorded here');
      await projects.requireModel(one, signal);
      return { job: jobs.start(recordJob(context, one.path, id, recording, threads)) };
    },
    'run.spikes': ({ path, id }) => {
      const one = projects.at(path);
      const run = runAt(one, id);
      const recording = one.project.runRecording(id);
      if (!recording) return null;
      const { choice, layers, kept, error } = recording;
      const all = choice.layers.length * choice.samples.length;
      const why = run.state === 'done' ? 'Spikeloom ended before they were recorded.' : 'They are recorded when the run is done.';
      return { choice, layers: [...layers], kept: [...kept], missing: kept.length === all ? null : (error ?? why) };
    },
    'run.spikePiece': ({ path, id, layer, sample, part, from }) => {
      const { project } = projects.at(path);
      const piece = pieceOf(project, { id, layer, sample, from }, part);
      if (!piece)
        throw new SpikeloomError('run.missing', `Run ${id} has no such spikes of ${layer} and sample ${sample}; choose others.`);
      return { data: Buffer.from(piece.bytes).toString('base64'), next: piece.next };
    },
  };
}

interface Place {
  readonly id: number;
  readonly layer: string;
  readonly sample: number;
  readonly from: number;
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly next: number | null;
}

function pieceOf(project: Project, place: Place, part: 'thresholds' | 'activations' | 'codes'): Piece | undefined {
  const { id, layer, sample, from } = place;
  if (part === 'codes') return codesPiece(project, place);
  const values = part === 'thresholds' ? project.spikeThresholds(id, layer) : project.spikeActivations(id, layer, sample);
  if (!values) return undefined;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const size = values.BYTES_PER_ELEMENT;
  const end = Math.min(values.length, from + MOST_BYTES / size);
  return { bytes: bytes.subarray(from * size, end * size), next: end < values.length ? end : null };
}

/** Codes from index `from` of `[T, neurons]` on: the rest of a step, and further steps as long as they fit. */
function codesPiece(project: Project, { id, layer, sample, from }: Place): Piece | undefined {
  const about = project.runRecording(id)?.layers.find(({ name }) => name === layer);
  if (!about) return undefined;
  const [neurons, size] = [sizeOf(about.shape), codeBytes(about)];
  const first = Math.floor(from / neurons);
  const most = Math.max(1, Math.floor(MOST_BYTES / (neurons * size)));
  const steps = project.spikePiece(id, layer, sample, first, most)?.steps;
  if (!steps) return undefined;
  const all = Buffer.concat(steps.map(codesToBytes));
  const start = (from - first * neurons) * size;
  const bytes = all.subarray(start, start + MOST_BYTES);
  const next = from + bytes.length / size;
  const isMore = next % neurons !== 0 || project.spikePiece(id, layer, sample, next / neurons, 1) !== undefined;
  return { bytes, next: isMore ? next : null };
}
