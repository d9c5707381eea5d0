/** The self-check of a run catches an engine with a wrong layer and names the layer. If the check was left out, a note says so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainNote } from '../../../src-shared/message/index.ts';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { cpuEngine } from '../../engines/cpu/index.ts';
import type { Engine, EngineId } from '../../../src-shared/engine/index.ts';
import { openProject } from '../../project/index.ts';
import { evaluateProject } from './evaluate-project.ts';
import * as load from './load-engine.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { checkBudget, NOT_CHECKED, selfCheck } from './self-check.ts';

beforeAll(buildKernels);

const CONTEXT = { signal: new AbortController().signal };

/** A cpu engine that uses slightly too small weights in one layer. */
const wrongAt = (layer: string): Engine => ({
  ...cpuEngine,
  prepare: (network, options) => cpuEngine.prepare(weakened(network, layer), options),
});

function weakened(spiking: SpikingNetwork, layer: string): SpikingNetwork {
  const counted = spiking.counted.find(({ name }) => name === layer);
  const node = spiking.network.nodes.find(({ id }) => id === counted?.node);
  if (!node) return spiking;
  const weights = spiking.network.constants.get(node.inputs[1]!)!;
  const constants = new Map(spiking.network.constants);
  constants.set(node.inputs[1]!, { ...weights, data: weights.data.map((value) => value * 0.95) });
  return { ...spiking, network: { ...spiking.network, constants } };
}

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-self-check-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => convertResidual(folder));

const evaluate = (request: { selfCheck?: boolean; engine?: EngineId } = {}) =>
  evaluateProject(
    { engine: 'cpu', threads: 1, batch: 7, project: at('p.spikeloom'), dataset: at('samples.npy'), ...request },
    CONTEXT,
  );

describe('a run', () => {
  it('whose engine agrees says nothing', async () => {
    const { report } = await evaluate();
    expect(report.notes.map(plainNote).filter((note) => note.includes('reference engine'))).toEqual([]);
  });

  it.each([
    ['a', /^a \(Conv/],
    ['down', /^b and down \(Conv, Add/],
    ['c', /^c \(Conv/],
    ['y.product', /^y\.product \(/],
  ])('whose engine computes layer %s wrongly ends with that layer', async (layer, named) => {
    const { network: spiking } = await openProjectNetwork(openProject(at('p.spikeloom'), { readOnly: true }));
    expect(spiking.counted.map(({ name }) => name)).toContain(layer);
    using _ = mocked(wrongAt(layer));
    await expect(evaluate()).rejects.toMatchObject({
      code: 'engine.disagrees',
      at: { layer: expect.stringMatching(named) as unknown },
    });
  });

  it('goes on where the check is switched off, and its report says so', async () => {
    using _ = mocked(wrongAt('b'));
    const { report } = await evaluate({ selfCheck: false });
    expect(report.notes).toContain(NOT_CHECKED);
  });

  it('on the reference engine has nothing to check', async () => {
    const { report } = await evaluate({ engine: 'reference', selfCheck: false });
    expect(report.notes).not.toContain(NOT_CHECKED);
  });
});

describe('the check', () => {
  it('is left out with a note where it would take more than its share of the run', async () => {
    const { network: spiking } = await openProjectNetwork(openProject(at('p.spikeloom'), { readOnly: true }));
    const batch = { data: new Float32Array(432), samples: 1, steps: 4, logits: [] };
    const [note] = await selfCheck(spiking, { engine: wrongAt('a') }, batch, 0, CONTEXT);
    expect(note).toMatch(/did not check itself.*would take about \d+ s/);
  });

  it('may take a twentieth of a run, or a moment', () => {
    expect(checkBudget(3_600_000)).toBe(180_000);
    expect(checkBudget(10)).toBe(5000);
  });

  it('is cancelled like the run', async () => {
    const signal = AbortSignal.abort(new SpikeloomError('cancelled', 'cancelled'));
    await expect(
      evaluateProject(
        { engine: 'cpu', threads: 1, batch: 7, project: at('p.spikeloom'), dataset: at('samples.npy') },
        { signal },
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** Replaces the engine of the services until the scope ends. */
function mocked(engine: Engine): Disposable {
  const spy = vi.spyOn(load, 'loadEngine').mockResolvedValue({ engine, threads: 1 });
  return { [Symbol.dispose]: () => spy.mockRestore() };
}
