/** The data files of targets. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { figuresOf, targetSchema } from './target.ts';
import { TARGET_IDS, targetOf, TARGETS } from './index.ts';

it('there is one file for each target, under its name', () => {
  const files = readdirSync(new URL('../../resources/targets/', import.meta.url));
  expect(files.sort()).toEqual(TARGET_IDS.map((id) => `${id}.json`).sort());
  for (const id of TARGET_IDS) expect(TARGETS[id].id).toBe(id);
});

it.each(TARGET_IDS)('%s: every figure names its source, and every source is used', (id) => {
  const { sources } = TARGETS[id];
  const named = figuresOf(TARGETS[id]).map(({ source }) => source);
  expect(named.length).toBeGreaterThanOrEqual(TARGETS[id].kind === 'memory' ? 1 : 3);
  const unused = Object.keys(sources).filter((source) => !named.includes(source));
  expect(unused).toEqual([]);
});

it('a figure without a source is refused', () => {
  const target = structuredClone(TARGETS.mcu) as { rule: { source: string } };
  target.rule.source = 'hearsay';
  expect(targetSchema.safeParse(target).error?.issues[0]?.message).toBe('a figure names an unknown source');
});

it('an unknown target is refused with the names of all', () => {
  for (const id of ['loihi', '', 'Speck2e', 'constructor'])
    expect(() => targetOf(id)).toThrow(
      expect.objectContaining({ code: 'option.invalid', message: expect.stringContaining('xylo-imu') }),
    );
});
