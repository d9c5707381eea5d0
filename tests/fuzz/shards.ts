/** Damaged shards: documents of `evaluate --shard --json` that are merged. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { mergeShards } from '../../src-main/services/run/merge-shards.ts';
import { onnxBytes } from '../support/onnx-graph.ts';
import { gating, samplesOf } from '../fixtures/small-networks.ts';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { damageBytes, damageData } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const CONTEXT = { signal: new AbortController().signal };
const ENGINE = { engine: 'reference' as const };

function damaged(text: string, random: Random): Uint8Array | string {
  if (random.chance(0.2)) return damageBytes(Buffer.from(text), random, false);
  const document = JSON.parse(text) as object;
  damageData(document, random);
  return JSON.stringify(document);
}

export const shards: Target = {
  name: 'shards',
  async prepare(folder) {
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('model.onnx'), onnxBytes(gating));
    writeFileSync(at('samples.npy'), formatNpy(samplesOf(gating, 6, 1), [6, 2, 6, 6]));
    const project = at('p.spikeloom');
    const calibration = { source: at('samples.npy'), batch: 4 };
    await convertModel(
      { ...ENGINE, model: at('model.onnx'), out: project, plan: { options: { steps: 2 } }, calibration },
      CONTEXT,
    );
    const documents: string[] = [];
    for (const index of [1, 2]) {
      const request = { ...ENGINE, project, dataset: at('samples.npy'), batch: 2, shard: { index, count: 2 } };
      const { report, shard } = await evaluateProject(request, CONTEXT);
      documents.push(JSON.stringify({ ...report, shard }));
    }
    const parts = [at('1.json'), at('2.json')];
    return async (random) => {
      const hit = random.int(2);
      documents.forEach((text, index) => writeFileSync(parts[index]!, index === hit ? damaged(text, random) : text));
      return outcomeOf(() => mergeShards({ parts }, CONTEXT));
    };
  },
};
