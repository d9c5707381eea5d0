/** Reads a capsule and proves that it is whole: every file is there with its digest. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { CAPSULE, type Capsule, capsuleSchema, capsuleThresholdsSchema } from '../../../src-shared/export/index.ts';
import { type Plan, parsePlan } from '../../../src-shared/plan/index.ts';
import { openUserFile, readUserText } from '../../files/user-file.ts';
import type { StoredLayer } from '../../project/index.ts';
import { type ModelSettings, readModelSettings } from '../model/model-settings.ts';

export interface ReadCapsule {
  readonly capsule: Capsule;
  readonly plan: Plan;
  readonly layers: readonly StoredLayer[];
  readonly settings: ModelSettings;
  /** Path of the model; undefined if the capsule has only its digest. */
  readonly model: string | undefined;
}

const headSchema = z.object({ format: z.string(), capsule: z.number().optional(), spikeloom: z.string().optional() });

/** Largest manifest: a run of thousands of steps and layers. */
const MOST_MANIFEST = 2 ** 28;

/** Reads the capsule in a folder, or beside its manifest. Throws `capsule.damaged` with the reason. */
export async function readCapsule(path: string): Promise<ReadCapsule> {
  const folder = await folderOf(path);
  const damaged = (why: string, cause?: unknown): SpikeloomError =>
    new SpikeloomError('capsule.damaged', `${path} cannot be reproduced: ${why}.`, { at: { file: path }, cause });
  const text = async (name: string): Promise<string> => {
    try {
      return await readUserText(join(folder, name), MOST_MANIFEST);
    } catch (cause) {
      throw damaged(`${name} cannot be read: ${accessProblem(cause)}`, cause);
    }
  };
  const parsed = (name: string, json: string): unknown => {
    try {
      return JSON.parse(json);
    } catch (cause) {
      throw damaged(`${name} is not JSON`, cause);
    }
  };
  const found = parsed('manifest.json', await text('manifest.json'));
  const head = headSchema.safeParse(found).data;
  if (head?.format !== CAPSULE) throw damaged('its manifest.json is not that of a capsule');
  if (head.capsule !== 1) throw damaged(`it was written by another version, Spikeloom ${head.spikeloom ?? 'unknown'}`);
  const { data: capsule, error } = capsuleSchema.safeParse(found);
  if (!capsule) throw damaged(`its manifest.json is damaged at ${error.issues[0]!.path.join('.') || 'its outermost part'}`);
  for (const { path: name, bytes, sha256 } of capsule.files) {
    const is = await digestOf(join(folder, name), bytes).catch((cause: unknown) => {
      throw damaged(`${name} cannot be read: ${accessProblem(cause)}`, cause);
    });
    if (is !== sha256) throw damaged(`${name} has changed since the capsule was written`);
  }
  const names = new Set(capsule.files.map(({ path: name }) => name));
  const needed = ['plan.json', 'thresholds.json', ...(capsule.model.file === null ? [] : [capsule.model.file])];
  const missing = needed.find((name) => !names.has(name));
  if (missing !== undefined) throw damaged(`its list of files has no ${missing}`);

  const settings = readModelSettings(capsule.model.settings);
  if (!settings) throw damaged('its settings of the model cannot be read');
  const layers = readThresholds(parsed('thresholds.json', await text('thresholds.json')));
  if (!layers) throw damaged('its thresholds.json is damaged');
  return {
    capsule,
    plan: parsePlan(await text('plan.json'), join(path, 'plan.json')),
    layers,
    settings,
    model: capsule.model.file === null ? undefined : join(folder, capsule.model.file),
  };
}

/** The layers that `thresholdsIn` (export-capsule.ts) wrote; undefined if they are not whole. */
export function readThresholds(json: unknown): StoredLayer[] | undefined {
  const { data } = capsuleThresholdsSchema.safeParse(json);
  const sizes = data?.every(({ shape, values }) => shape.reduce((a, b) => a * b, 1) === values.length);
  return sizes
    ? data?.map(({ shape, values, mean_error, ...layer }) => {
        const meanError = mean_error && { shape: [mean_error.length], values: Float64Array.from(mean_error) };
        const thresholds = { shape, values: Float64Array.from(values) };
        return { ...layer, thresholds, ...(meanError && { meanError }), statistics: {} };
      })
    : undefined;
}

/** The folder of a capsule. Throws `capsule.damaged` for an archive and for what is not there. */
async function folderOf(given: string): Promise<string> {
  const path = resolve(given);
  const refuse = (why: string, cause?: unknown): SpikeloomError =>
    new SpikeloomError('capsule.damaged', `${given} cannot be reproduced: ${why}.`, { at: { file: given }, cause });
  const kind = await stat(path).catch((cause: unknown) => {
    throw refuse(accessProblem(cause), cause);
  });
  if (kind.isDirectory()) return path;
  if (basename(path) === 'manifest.json') return dirname(path);
  throw refuse('it is a file; name the folder of a capsule, and unpack an archive first');
}

/** SHA-256 of a file; `undefined` if it has another size. */
async function digestOf(path: string, bytes: number): Promise<string | undefined> {
  await using handle = await openUserFile(path);
  if ((await handle.stat()).size !== bytes) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
