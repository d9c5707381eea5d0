/** Writes docs/plan.schema.json from the plan's schema. Run it after a change to src-shared/plan/schema.ts; a test compares. */
import { writeFileSync } from 'node:fs';
import { planJsonSchema } from '../src-shared/plan/index.ts';

const file = new URL('../docs/plan.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(planJsonSchema(), null, 2)}\n`);
