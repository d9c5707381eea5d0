/** The state of writing a program, which its parts share. */
import type { LoweredProgram } from '../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import type { Draft, Place } from './draft.ts';
import type { Sent } from './functions.ts';

/** The places of values while a program is written. */
export interface ProgramWriting {
  readonly program: LoweredProgram;
  readonly draft: Draft;
  readonly values: Map<ValueId, Place>;
  readonly layerOf: (value: ValueId) => string;
}

/** A value as units receive it. */
export function sentOf({ program: { spiking }, values }: ProgramWriting, value: ValueId): Sent {
  return {
    place: values.get(value)!,
    size: sizeOf(atBatch(spiking.network.shapes.get(value)!, 1)),
    constant: spiking.constantParts.get(value),
  };
}
