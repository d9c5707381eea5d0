/** Some samples of a batch on their way through the program, all steps at once: where values lie on the device, and what is read back. */
import type { Layout, Time } from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { alignedTo, createBuffer, download } from './device.ts';
import type { KernelText, View } from './gpu-js.ts';
import { spreadKernel } from './kernels/steps.ts';
import { repeated, type Workspace } from './workspace.ts';

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** The facts about a program's values that a tile needs. */
export interface ProgramValues {
  readonly layouts: ReadonlyMap<ValueId, Layout>;
  readonly times: ReadonlyMap<ValueId, Time>;
  /** The value that holds another one's bytes: itself, or what it is only another name or shape of. */
  readonly holder: (value: ValueId) => ValueId;
  /** The number of reads, by operations and outputs, of the value in each holder. */
  readonly reads: ReadonlyMap<ValueId, number>;
}

export interface Tile {
  readonly workspace: Workspace;
  readonly steps: number;
  readonly batch: number;
  readonly layout: (value: ValueId) => Layout;
  /** Steps that are stored: one unless the value varies. */
  readonly stored: (value: ValueId) => number;
  readonly time: (value: ValueId) => Time;
  /** Room for a value; its readers give it back. */
  write(value: ValueId): GPUBuffer;
  /** Float activations `[outer, B, inner]` that a neuron layer stands for, by the value it writes, if conversion errors are recorded. */
  readonly activation: ((value: ValueId) => GPUBuffer) | undefined;
  /** A value as it is stored, `[outer, stored · B, inner]`. */
  read(value: ValueId): GPUBuffer;
  /** A value with all steps, `[outer, T · B, inner]`. */
  readAll(value: ValueId): Promise<GPUBuffer>;
  /** One reader of each value is done. */
  done(values: readonly ValueId[]): void;
  /** A buffer of so many floats for the operation that is under way; it goes back with `done`. */
  temporary(length: number): GPUBuffer;
  dispatch(text: KernelText, arrays: readonly View[], numbers: readonly number[], output: View): Promise<void>;
  /** Hands the first `length` numbers of a temporary buffer to `take` when the tile is done. */
  readBack(length: number, take: (values: Float32Array) => void): GPUBuffer;
  /** As `readBack`, of a value as it is stored. */
  readBackValue(value: ValueId, take: (values: Float32Array) => void): void;
  /** Reads back what was asked for. */
  finish(): Promise<void>;
  /** Gives everything back, whatever is still held. */
  dispose(): void;
}

export function createTile(
  workspace: Workspace,
  program: ProgramValues,
  steps: number,
  batch: number,
  activation: Tile['activation'],
): Tile {
  const { device, pool, compiler } = workspace;
  const buffers = new Map<ValueId, GPUBuffer>();
  const spread = new Map<ValueId, GPUBuffer>();
  const left = new Map(program.reads);
  const temporaries: GPUBuffer[] = [];
  const wanted: { readonly buffer: GPUBuffer; readonly length: number; readonly take: (values: Float32Array) => void }[] = [];
  const layout = (value: ValueId): Layout => program.layouts.get(value)!;
  const time = (value: ValueId): Time => program.times.get(program.holder(value))!;
  const stored = (value: ValueId): number => (time(value) === 'varying' ? steps : 1);
  const lengthOf = (value: ValueId, ofSteps: number): number => {
    const { outer, inner } = layout(value);
    return outer * inner * batch * ofSteps;
  };
  const take = (length: number): GPUBuffer => pool.take(length * FLOAT_BYTES);

  const tile: Tile = {
    workspace,
    steps,
    batch,
    activation,
    layout,
    stored,
    time,
    write(value) {
      const buffer = take(lengthOf(value, stored(value)));
      buffers.set(value, buffer);
      return buffer;
    },
    read: (value) => buffers.get(program.holder(value))!,
    async readAll(value) {
      if (stored(value) === steps) return tile.read(value);
      const holder = program.holder(value);
      const known = spread.get(holder);
      if (known) return known;
      const whole = take(lengthOf(holder, steps));
      spread.set(holder, whole);
      const { outer, inner } = layout(holder);
      const parts = workspace.partsOf(inner);
      const from = { buffer: tile.read(value), columns: inner / parts, rows: outer * batch * parts };
      const to = { buffer: whole, columns: inner / parts, rows: outer * batch * parts * steps };
      await tile.dispatch(spreadKernel(steps, time(value) === 'constant'), [from], [batch * parts], to);
      return whole;
    },
    done(values) {
      for (const buffer of temporaries.splice(0)) pool.give(buffer);
      for (const value of values.map(program.holder)) {
        const rest = left.get(value)! - 1;
        left.set(value, rest);
        if (rest > 0) continue;
        for (const places of [buffers, spread]) {
          const buffer = places.get(value);
          if (buffer) pool.give(buffer);
          places.delete(value);
        }
      }
    },
    temporary(length) {
      const buffer = take(length);
      temporaries.push(buffer);
      return buffer;
    },
    async dispatch(text, arrays, numbers, output) {
      (await compiler.compile(text)).dispatch(arrays, numbers, output);
    },
    readBack(length, taker) {
      const buffer = take(length);
      wanted.push({ buffer, length, take: taker });
      return buffer;
    },
    readBackValue(value, taker) {
      const length = lengthOf(value, stored(value));
      const buffer = tile.readBack(length, taker);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(tile.read(value), 0, buffer, 0, alignedTo(length * FLOAT_BYTES, 16));
      device.queue.submit([encoder.finish()]);
    },
    async finish() {
      const sizes = wanted.map(({ length }) => alignedTo(length * FLOAT_BYTES, 16));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      const whole = createBuffer(device, bytes);
      const encoder = device.createCommandEncoder();
      let at = 0;
      const places = wanted.map(({ buffer }, index) => {
        encoder.copyBufferToBuffer(buffer, 0, whole, at, sizes[index]!);
        at += sizes[index]!;
        return (at - sizes[index]!) / FLOAT_BYTES;
      });
      device.queue.submit([encoder.finish()]);
      try {
        const all = await download(device, whole, bytes / FLOAT_BYTES);
        wanted.forEach(({ length, take: taker }, index) => taker(all.subarray(places[index]!, places[index]! + length)));
      } finally {
        whole.destroy();
      }
    },
    dispose() {
      for (const buffer of [...temporaries.splice(0), ...buffers.values(), ...spread.values()]) pool.give(buffer);
      for (const { buffer } of wanted.splice(0)) pool.give(buffer);
      buffers.clear();
      spread.clear();
    },
  };
  return tile;
}

/** The constant part b of a value on the device, `[outer, inner]`; zeros if the value has none. */
export function constantOf(
  { workspace, layout }: Tile,
  constantParts: ReadonlyMap<ValueId, Float64Array>,
  value: ValueId,
): GPUBuffer {
  const constant = constantParts.get(value);
  const { outer, inner } = layout(value);
  return constant
    ? workspace.resident(`${value}: constant`, () => Float32Array.from(constant))
    : repeated(workspace, 0, outer * inner);
}
