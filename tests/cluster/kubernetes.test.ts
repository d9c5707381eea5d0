/**
 * The indexed Job of a sweep follows the schema of batch/v1 (kubernetes-job.schema.json says where it comes from) and the rules that the
 * schema cannot say. Its shell command, run for every index, hands out every item once.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobFiles } from '../../src-main/services/sweep/job-files.ts';
import { temporaryFolder } from '../cli/support/spikeloom.ts';

const JOB = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('kubernetes-job.schema.json', import.meta.url), 'utf8')) as Parameters<
    typeof z.fromJSONSchema
  >[0],
);
const folder = temporaryFolder();

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly parallelism: number;
    readonly backoffLimitPerIndex: number;
    readonly maxFailedIndexes: number;
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: readonly {
          readonly name: string;
          readonly command: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly name: string }[];
        }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const filesOf = (items: readonly number[], name = 'Sweep_of resnet') =>
  jobFiles('kubernetes', { items, threads: 2, dataset: "/data/it's/test.npy", labels: '/data/y.npy', folder: name }).files;
const manifestOf = (items: readonly number[], name?: string): Manifest =>
  JSON.parse(filesOf(items, name).get('job.json')!) as Manifest;

/** A manifest with one value changed. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const manifest = structuredClone(manifestOf([1, 2])) as unknown;
  let at = manifest as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1)!] = value;
  return manifest;
}

describe('the manifest', () => {
  it.each([[[1]], [[3, 7, 9]], [numbers(200)], [numbers(12_800)]])('of a list of items is a Job of batch/v1', (items) => {
    expect(JOB.safeParse(manifestOf(items)).error).toBeUndefined();
  });

  it('is held to a schema that finds mistakes', () => {
    const pod = ['spec', 'template', 'spec'];
    const mistakes: [(string | number)[], unknown][] = [
      [['spec', 'completions'], '2'],
      [['spec', 'backoffLimitPerIndexes'], 3],
      [['spec', 'template'], undefined],
      [[...pod, 'containers', 0, 'name'], undefined],
      [[...pod, 'containers', 0, 'resources', 'limits'], ['cpu']],
      [[...pod, 'volumes', 0, 'persistentVolumeClaim', 'claimName'], undefined],
    ];
    for (const [path, value] of mistakes)
      expect(JOB.safeParse(JSON.parse(JSON.stringify(changed(path, value)))).success, path.join('.')).toBe(false);
  });

  it('keeps the rules that a server checks beyond the schema', () => {
    for (const [items, name] of [
      [[1], 'sweep'],
      [numbers(1200), '...'],
      [[2, 4], 'Ünïcode and_a_very_long_name_which_no_object_in_a_cluster_could_ever_have'],
    ] as const) {
      const { metadata, spec } = manifestOf(items, name);
      const [container] = spec.template.spec.containers;
      // Pods have the job's name and an index behind it, and a name of at most 63 characters.
      expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/);
      expect(spec.completionMode).toBe('Indexed');
      expect(spec.parallelism).toBeLessThanOrEqual(spec.completions);
      expect(spec.maxFailedIndexes).toBeLessThanOrEqual(spec.completions);
      expect(spec.backoffLimitPerIndex).toBeGreaterThan(0);
      // podFailurePolicy needs it.
      expect(spec.template.spec.restartPolicy).toBe('Never');
      expect(container!.volumeMounts.map((mount) => mount.name)).toEqual(spec.template.spec.volumes.map((volume) => volume.name));
      // Linux allows no longer argument.
      for (const part of container!.command) expect(part.length).toBeLessThan(2 ** 17);
    }
  });

  it.each([1, 3, 1000, 2345])('hands out each of %i items once', (count) => {
    const { spec } = manifestOf(numbers(count));
    const [container] = spec.template.spec.containers;
    const bin = join(folder, `bin-${count}`);
    mkdirSync(bin);
    writeFileSync(join(bin, 'spikeloom'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(join(bin, 'spikeloom'), 0o755);
    // All indices of a small job, and some of a large one.
    const indices = spec.completions <= 3 ? numbers(spec.completions).map((n) => n - 1) : [0, 344, 345, 999];
    const env = {
      PATH: `${bin}:${process.env['PATH']}`,
      ...Object.fromEntries(container!.env.map(({ name, value }) => [name, value])),
    };
    const handed = indices.map((index) => {
      const [program, ...args] = container!.command;
      const words = execFileSync(program!, args, { env: { ...env, JOB_COMPLETION_INDEX: String(index) }, encoding: 'utf8' })
        .trim()
        .split('\n');
      expect(words).toEqual([
        'sweep',
        '--run',
        '/shared/Sweep_of resnet',
        '--item',
        expect.any(String),
        '--dataset',
        '/shared/test.npy',
        '--labels',
        '/shared/y.npy',
      ]);
      return words[4]!.split(',').map(Number);
    });
    expect(handed).toEqual(indices.map((index) => numbers(count).filter((item) => (item - 1) % spec.completions === index)));
  });
});

it('the image recipe names no registry, and makes the command that the manifest calls', () => {
  const recipe = filesOf([1]).get('Dockerfile')!;
  const [, base] = /^FROM (\S+)$/m.exec(recipe)!;
  expect(base).not.toMatch(/[./]/);
  expect(recipe).toContain('/usr/local/bin/spikeloom');
});
