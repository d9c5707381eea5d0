/**
 * A session for a network and variants of it: networks of the same placed network whose plans differ in some layers. A batch runs through
 * all of them, and what comes before the first difference is computed once (worker/variants.ts). Every result is the same, to the last bit,
 * as that of a session of its own.
 */
import { type BatchResult, createCollector, type FloatOptions, type RunOptions } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { TensorData } from '../../../src-shared/tensor/index.ts';
import type { TileRequest } from './pool.ts';
import { blockedLayout } from './program/block-size.ts';
import { compileProgram } from './program/compile.ts';
import type { KnownModels } from './program/operations.ts';
import { type Family, familyOf } from './program/variants.ts';
import { createState, runFloat, type SessionState, shareInputs } from './session.ts';
import { tileRanges } from './tiling.ts';

/** A compiled network with its variants. Dispose it to free its memory and threads. */
export interface VariantSession extends AsyncDisposable {
  /** As `EngineSession.float`. */
  float(inputs: TensorData, batch: number, options?: FloatOptions): Promise<readonly Float64Array[]>;
  /**
   * Runs the network and its variants on a batch, without conversion errors. Returns the result of the network, then those of the variants
   * in order.
   */
  run(inputs: TensorData, batch: number, options: Omit<RunOptions, 'record'>): Promise<readonly BatchResult[]>;
  /** For each variant, the share of its program's operations that the network's own run has already computed, 0…1. */
  readonly shared: readonly number[];
}

/** Compiles a network and its variants. All must come from the same placed network. */
export async function createVariantSession(
  spiking: SpikingNetwork,
  variants: readonly SpikingNetwork[],
  threads: number,
): Promise<VariantSession> {
  const { block } = await blockedLayout();
  const known: KnownModels = new Map();
  const programs = [spiking, ...variants].map((one) => compileProgram(one, block, known));
  const family = familyOf(programs[0]!, programs.slice(1));
  const state = createState(spiking, threads);
  state.pool.broadcast({ kind: 'family', family });
  return {
    float: (inputs, batch, { signal } = {}) => runFloat(state, inputs, batch, signal),
    run: (inputs, batch, options) => runAll(state, variants, inputs, batch, options),
    shared: family.variants.map(sharedPart),
    [Symbol.asyncDispose]: () => state.pool.dispose(),
  };
}

const sharedPart = ({ program, from }: Family['variants'][number]): number =>
  program.operations.length === 0 ? 0 : from / program.operations.length;

async function runAll(
  { spiking, pool, layouts, outputs, stageBytes }: SessionState,
  variants: readonly SpikingNetwork[],
  inputs: TensorData,
  batch: number,
  { steps, signal, onProgress }: Omit<RunOptions, 'record'>,
): Promise<readonly BatchResult[]> {
  const tiles = tileRanges(batch, pool.threads, stageBytes * steps);
  const outputLayouts = outputs.map((value) => layouts.get(value)!);
  const collectors = [spiking, ...variants].map((one) => createCollector(one, outputLayouts, batch, steps, false));
  let done = 0;
  await pool.work({
    inputs: shareInputs(spiking.network, inputs, batch),
    tiles: tiles.map((tile): TileRequest => ({ kind: 'variants', ...tile, steps })),
    signal,
    onTile: (response, index) => {
      if (response.kind !== 'variants') return;
      response.results.forEach((result, position) => collectors[position]!.add(result, tiles[index]!));
    },
    onVariant: () => onProgress?.(++done / (tiles.length * variants.length)),
  });
  return collectors.map((collector) => collector.result());
}
