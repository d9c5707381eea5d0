/** Figures have one definition each: in the code, in the documentation, and on every surface. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { conversionErrorOf, FIGURES, firingRateOf } from './figures.ts';

it('a layer’s firing rate is the mean over the steps, its error the last one', () => {
  expect(firingRateOf({ firing_rate: [0.5, 0.1] })).toBeCloseTo(0.3);
  expect(conversionErrorOf({ conversion_error: [0.9, 0.4] })).toBe(0.4);
  expect(conversionErrorOf({})).toBeNull();
});

it('every definition stands in the documentation', () => {
  const text = readFileSync('docs/energy.md', 'utf8').replaceAll(/\s+/g, ' ');
  for (const { name, about } of Object.values(FIGURES)) expect(text).toContain(`**${name}**: ${about}.`);
});

it('no surface picks a step or a mean of its own', () => {
  const files = globSync(['src-renderer/**/*.{ts,tsx}', 'src-main/{report,cli}/**/*.ts']).filter(
    (file) => !/\.test\.tsx?$/.test(file),
  );
  expect(files.length).toBeGreaterThan(200);
  const own = files.filter((file) =>
    /(firing_rate|conversion_error)\)?\??\.(at|reduce)\(|meanOf\(/.test(readFileSync(file, 'utf8')),
  );
  expect(own).toEqual([]);
});

it('only the neurons’ figure is called a firing rate', () => {
  const files = globSync(['src-renderer/**/*.{ts,tsx}', 'src-main/{report,cli}/**/*.ts']).filter(
    (file) => !/\.test\.tsx?$/.test(file),
  );
  const naming = files.filter((file) => /['"`>][^'"`<\n]*firing rate/i.test(readFileSync(file, 'utf8')));
  // Sentences that mean the neurons'.
  expect(naming.sort()).toEqual(['inspector', 'layers', 'runs', 'spikes'].map((view) => `src-renderer/texts/${view}.ts`));
});
