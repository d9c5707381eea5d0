/** Damaged files: whatever bytes are changed, a model is imported or refused with an error that a person can act on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../tests/support/onnx-graph.ts';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { preflight, readModel } from './index.ts';

const NETS = join(import.meta.dirname, '..', '..', 'tests', 'golden', 'nets');

/** Repeatable numbers in 0…1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

it.each(['vit-mt-rate', 'vit-mt-differential-opset17', 'resnet-mt-rate', 'mlp-if-rate'])(
  '%s with bytes changed',
  async (name) => {
    using folder = testFolder();
    const whole = readFileSync(join(NETS, name, 'model.onnx'));
    const random = uniform(1);
    const bugs: string[] = [];
    for (let round = 0; round < 100; round++) {
      const bytes = Uint8Array.from(whole);
      // Nodes and attributes lie in front, weights behind: mostly the former are hit.
      for (let count = 0; count <= random() * 4; count++)
        bytes[Math.floor(random() ** 2 * bytes.length)] = Math.floor(random() * 256);
      const cut = random() < 0.1 ? Math.floor(random() * bytes.length) : bytes.length;
      try {
        preflight(await readModel(folder.write('model.onnx', bytes.subarray(0, cut))));
      } catch (error) {
        if (!(error instanceof SpikeloomError) || error.message.includes('\n')) bugs.push(`round ${round}: ${messageOf(error)}`);
      }
    }
    expect(bugs).toEqual([]);
  },
);
