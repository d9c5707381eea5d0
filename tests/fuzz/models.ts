/** Damaged model files: read, inspected, imported, and where they still are small networks, converted and run. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { preflight, readModel } from '../../src-main/onnx/index.ts';
import { decodeModel, encodeModel } from '../../src-main/onnx/proto/schema.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { loadModel, type LoadedModel, sampleShape } from '../../src-main/services/model/load-model.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import * as networks from '../fixtures/small-networks.ts';
import { external, withWeight } from '../support/classifier.ts';
import { onnxBytes, randomValues } from '../support/onnx-graph.ts';
import { damageBytes, damageData } from './damage.ts';
import { changeStructure, type DecodedModel } from './model-structure.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const NETS = join(import.meta.dirname, '..', 'golden', 'nets');
const GOLDEN = ['mlp-if-rate', 'vgg-mt-rate', 'vit-mt-rate', 'vit-mt-differential-opset17', 'resnet-mt-rate'];
const { samplesOf: _, ...SMALL } = networks;

const STEPS = 2;
const SAMPLES = 2;
/** Multiplications of one sample in a network that is run: the reference engine does some 10⁸ a second. */
const MOST_OPERATIONS = 1e6;
const MOST_VALUES = 1e6;
/** The cpu engine starts a thread and sessions of ONNX Runtime for each network. */
const CPU_EVERY = 40;

function damaged(whole: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.4)) return damageBytes(whole, random);
  const model = decodeModel(Uint8Array.from(whole));
  if (random.chance(0.5)) changeStructure(model as unknown as DecodedModel, random);
  else damageData(model, random);
  try {
    return encodeModel(model);
  } catch {
    // What cannot be written cannot be read either.
    return damageBytes(whole, random);
  }
}

/** Makes the files that the changed models name beside themselves. */
function layOutBeside(folder: string): void {
  mkdirSync(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('/dev/zero', join(folder, 'away'));
  writeFileSync(join(folder, 'sparse'), '');
  truncateSync(join(folder, 'sparse'), 2 ** 42);
}

/** Converts and runs a network, where that is quick. */
async function run({ placed }: LoadedModel, onCpu: boolean): Promise<string> {
  const { network } = placed;
  const values = [...network.shapes.values()].reduce((sum, shape) => sum + sizeOf(atBatch(shape, 1)), 0);
  if (values > MOST_VALUES) return 'imported';
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS }));
  const operations = compile(placed, choices).counted.reduce((sum, { dense }) => sum + dense, 0);
  if (operations > MOST_OPERATIONS) return 'compiled';
  const data = randomValues(SAMPLES * sizeOf(sampleShape(placed)), 5);
  const { layers } = await calibrate(placed, choices, [{ data, samples: SAMPLES }], { steps: STEPS, engine: referenceEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  for (const engine of onCpu ? [referenceEngine, cpuEngine] : [referenceEngine]) {
    await using session = await engine.prepare(spiking, { threads: 1 });
    await session.run(data, SAMPLES, { steps: STEPS, record: { conversionError: true } });
  }
  return onCpu ? 'run by both engines' : 'run';
}

export const models: Target = {
  name: 'models',
  async prepare(folder) {
    const whole = [
      ...GOLDEN.map((name) => Uint8Array.from(readFileSync(join(NETS, name, 'model.onnx')))),
      // Twice: small networks are quick, and every bit of damage hits something that matters.
      ...[...Object.values(SMALL), ...Object.values(SMALL)].map(onnxBytes),
      withWeight(external('weights.bin')),
    ];
    writeFileSync(join(folder, 'weights.bin'), randomValues(72, 1));
    layOutBeside(folder);
    const file = join(folder, 'model.onnx');
    return async (random, round) => {
      writeFileSync(file, damaged(random.pick(whole), random));
      const options = random.chance(0.3) ? { dequantise: true } : {};
      const inspected = await outcomeOf(async () => preflight(await readModel(file), options));
      let loaded: LoadedModel | undefined;
      const imported = await outcomeOf(async () => {
        loaded = await loadModel(file, options);
      });
      if (inspected !== 'accepted' && inspected !== imported) throw new Error(`inspect: ${inspected}, convert: ${imported}`);
      if (loaded === undefined) return imported;
      let end = '';
      const refused = await outcomeOf(async () => {
        end = await run(loaded!, round % CPU_EVERY === 0);
      }, '');
      return refused === '' ? end : `imported, then ${refused}`;
    };
  },
};
