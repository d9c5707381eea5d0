/** The published schema of the manifest. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { manifestJsonSchema } from './index.ts';

it('docs/manifest.schema.json is up to date (node scripts/write-schemas.ts)', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../docs/manifest.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
});
