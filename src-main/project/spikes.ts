/** Recorded spikes of runs: what was asked for, and each recording of one layer and sample, which is stored as a whole or not at all. */
import { deflateSync, inflateSync } from 'node:zlib';
import type { Message } from '../../src-shared/message/index.ts';
import {
  codeBytes,
  codesFromBytes,
  codesToBytes,
  type RecordedLayer,
  recordedLayerSchema,
  type SpikeChoice,
  spikeChoiceSchema,
  type SpikeCodes,
} from '../../src-shared/spikes/index.ts';
import { fromBlob, toBlob } from './arrays.ts';
import type { Session } from './session.ts';
import { messageOrNull, textOrNull } from './stored-message.ts';

/** The step that stands for the float activations. */
const ACTIVATIONS = -1;

/** The recording of a run: the layers and samples that were asked for, and those that it has. */
export interface RunRecording {
  readonly choice: SpikeChoice;
  /** The reason for missing layers or samples, if it is known. */
  readonly error: Message | null;
  readonly layers: readonly RecordedLayer[];
  /** The recordings that are whole, with the bytes that they take. */
  readonly kept: readonly { readonly layer: string; readonly sample: number; readonly bytes: number }[];
}

/** A recording of one layer and sample. */
export interface SpikeRecording {
  readonly layer: string;
  readonly sample: number;
  /** Codes of all neurons at each step. */
  readonly steps: readonly SpikeCodes[];
  /** Float activations of all neurons. */
  readonly activations: Float32Array;
}

/** Some steps of a recording, from step `from` on. */
export interface SpikePiece {
  readonly from: number;
  readonly steps: readonly SpikeCodes[];
}

export function spikeFunctions(session: Session) {
  const layerOf = (run: number, name: string): { readonly about: RecordedLayer; readonly thresholds: Uint8Array } | undefined => {
    const row = session.one<{ about: string; thresholds: Uint8Array }>(
      'SELECT about, thresholds FROM run_spike_layers WHERE run_id = ? AND layer = ?',
      ...[run, name],
    );
    return row && { about: parsed(session, run, row.about), thresholds: row.thresholds };
  };
  return {
    ...writingFunctions(session),
    /** The recording of a run; undefined if none was asked for. */
    runRecording(run: number): RunRecording | undefined {
      const row = session.one<{ choice: string; error: string | null }>(
        'SELECT choice, error FROM run_recordings WHERE run_id = ?',
        run,
      );
      if (!row) return undefined;
      const what = `what run ${run} records`;
      const choice = spikeChoiceSchema.safeParse(session.json(row.choice, what));
      if (!choice.success) throw session.damaged(what);
      const layers = session.all<{ about: string }>('SELECT about FROM run_spike_layers WHERE run_id = ? ORDER BY rowid', run);
      return {
        choice: choice.data,
        error: messageOrNull(row.error),
        layers: layers.map(({ about }) => parsed(session, run, about)),
        kept: session.all(
          `SELECT layer, sample, sum(length(data)) AS bytes FROM run_spikes WHERE run_id = ? GROUP BY layer, sample ORDER BY layer, sample`,
          run,
        ),
      };
    },
    /** θ of each neuron of a recorded layer; undefined if the run has no such layer. Throws `project.damaged`. */
    spikeThresholds(run: number, layer: string): Float64Array | undefined {
      const found = layerOf(run, layer);
      if (!found) return undefined;
      const theta = fromBlob(inflated(session, found.thresholds, run, 8 * sizeOf(found.about)), found.about.shape);
      if (!theta) throw session.damaged(`the thresholds of ${layer} in run ${run}`);
      return theta;
    },
    /** The float activations of a recorded layer and sample; undefined if they are not there. Throws `project.damaged`. */
    spikeActivations(run: number, layer: string, sample: number): Float32Array | undefined {
      const found = layerOf(run, layer);
      const [row] = rowsOf(session, run, layer, sample, ACTIVATIONS, 1);
      if (!found || row?.step !== ACTIVATIONS) return undefined;
      const size = sizeOf(found.about) * Float32Array.BYTES_PER_ELEMENT;
      const bytes = inflated(session, row.data, run, size);
      if (bytes.length !== size) throw damagedSpikes(session, run);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Float32Array.from({ length: sizeOf(found.about) }, (_, i) => view.getFloat32(4 * i, true));
    },
    /** At most `most` steps of a recording, from step `from` on; undefined if there is no such step. Throws `project.damaged`. */
    spikePiece(run: number, layer: string, sample: number, from: number, most: number): SpikePiece | undefined {
      const found = layerOf(run, layer);
      const rows = rowsOf(session, run, layer, sample, from, most);
      if (!found || rows[0]?.step !== from) return undefined;
      const neurons = sizeOf(found.about);
      const steps = rows.map(({ data }) => {
        const bytes = inflated(session, data, run, neurons * codeBytes(found.about));
        const codes = codesFromBytes(found.about, bytes, neurons);
        if (!codes) throw damagedSpikes(session, run);
        return codes;
      });
      return { from, steps };
    },
  };
}

function writingFunctions(session: Session) {
  return {
    /** Stores what a run shall record, in place of what it recorded before. */
    chooseSpikes: (run: number, choice: SpikeChoice): void =>
      session.write(() => {
        session.run('DELETE FROM run_recordings WHERE run_id = ?', run);
        session.run('INSERT INTO run_recordings (run_id, choice) VALUES (?, ?)', run, JSON.stringify(choice));
      }),
    /** Stores why some of a run's recordings are missing. */
    missSpikes: (run: number, why: Message): void =>
      session.write(() => {
        session.run('UPDATE run_recordings SET error = ? WHERE run_id = ?', textOrNull(why), run);
      }),
    /** Stores a layer that recordings of the run are of. `theta`: θ of each neuron. */
    addSpikeLayer: (run: number, layer: RecordedLayer, theta: Float64Array): void =>
      session.write(() => {
        const insert = 'INSERT INTO run_spike_layers (run_id, layer, about, thresholds) VALUES (?, ?, ?, ?)';
        session.run(insert, run, layer.name, JSON.stringify(layer), deflateSync(toBlob(theta)));
      }),
    /** Commits a whole recording. Returns the bytes that it takes. */
    addSpikes: (run: number, { layer, sample, steps, activations }: SpikeRecording): number =>
      session.write(() => {
        let bytes = 0;
        const add = (step: number, raw: Uint8Array): void => {
          const data = deflateSync(raw);
          bytes += data.length;
          session.run(
            'INSERT INTO run_spikes (run_id, layer, sample, step, data) VALUES (?, ?, ?, ?, ?)',
            ...[run, layer, sample, step, data],
          );
        };
        add(ACTIVATIONS, floatBytes(activations));
        steps.forEach((codes, t) => add(t, codesToBytes(codes)));
        return bytes;
      }),
  };
}

const rowsOf = (session: Session, run: number, layer: string, sample: number, from: number, most: number) =>
  session.all<{ step: number; data: Uint8Array }>(
    `SELECT step, data FROM run_spikes WHERE run_id = ? AND layer = ? AND sample = ? AND step >= ? ORDER BY step LIMIT ?`,
    ...[run, layer, sample, from, most],
  );

function floatBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

function parsed(session: Session, run: number, text: string): RecordedLayer {
  const layer = recordedLayerSchema.safeParse(session.json(text, `a recorded layer of run ${run}`));
  if (!layer.success) throw damagedSpikes(session, run);
  return layer.data;
}

/** A project may come from anyone: a small BLOB must not become gigabytes. The largest layers have 2²⁶ neurons. */
const MOST_BYTES = 2 ** 29;

/** `most`: the bytes that a value of this layer has. Throws `project.damaged` for more. */
function inflated(session: Session, data: Uint8Array, run: number, most: number): Uint8Array {
  if (most > MOST_BYTES) throw damagedSpikes(session, run);
  try {
    return inflateSync(data, { maxOutputLength: most });
  } catch {
    throw damagedSpikes(session, run);
  }
}

const sizeOf = ({ shape }: RecordedLayer): number => shape.reduce((product, size) => product * size, 1);
const damagedSpikes = (session: Session, run: number) => session.damaged(`what run ${run} recorded of spikes`);
