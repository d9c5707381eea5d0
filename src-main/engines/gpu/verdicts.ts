/** The results of the self-test on the adapters of this user's machines, in a small file in the user's folder. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { AdapterFacts } from '../../../src-gpu/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { jsonFile } from '../../runtime/json-file.ts';
import { defaultUserFolder } from '../../runtime/user-folder.ts';

const verdictSchema = z.object({
  machine: z.string(),
  adapter: z.string(),
  backend: z.string(),
  driver: z.string(),
  correct: z.boolean(),
  /** ISO date. */
  date: z.string(),
});
type Verdict = z.infer<typeof verdictSchema>;

/** A damaged file is as good as none: the test is made again. */
const file = () => jsonFile(join(defaultUserFolder(), 'gpu.json'), z.array(verdictSchema), [], () => undefined);

const keyOf = ({ name, backend, driver }: AdapterFacts) => ({ machine: hostname(), adapter: name, backend, driver });

const isOf = (facts: AdapterFacts) => {
  const key = Object.entries(keyOf(facts));
  return (verdict: Verdict): boolean => key.every(([name, value]) => verdict[name as keyof Verdict] === value);
};

/** Keeps the verdict of an adapter, in place of an earlier one. Throws `output.unwritable`. */
export async function keepVerdict(facts: AdapterFacts, correct: boolean): Promise<void> {
  const { read, write } = file();
  const others = (await read()).filter((verdict) => !isOf(facts)(verdict));
  await write([...others, { ...keyOf(facts), correct, date: new Date().toISOString().slice(0, 10) }]);
}

/** A sentence on the adapter for the notes of a run. */
export async function verdictNote(facts: AdapterFacts): Promise<Message> {
  const verdict = (await file().read()).find(isOf(facts));
  if (!verdict) return 'The gpu engine was not tested on this adapter: the command gpu tests it.';
  const { correct, date } = verdict;
  return correct
    ? `The test of the gpu engine on this adapter passed (${date}).`
    : `The test of the gpu engine on this adapter FAILED (${date}): do not trust these results. Update the driver, or use the cpu engine.`;
}
