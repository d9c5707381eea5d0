/** Writes the published JSON Schemas from the schemas of the program. Run it after a change to one of them; tests compare. */
import { writeFileSync } from 'node:fs';
import { manifestJsonSchema } from '../src-shared/export/index.ts';
import { planJsonSchema } from '../src-shared/plan/index.ts';

const SCHEMAS = { 'plan.schema.json': planJsonSchema(), 'manifest.schema.json': manifestJsonSchema() };

for (const [name, schema] of Object.entries(SCHEMAS))
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
