/** Process that runs rounds of a target one after the other and tells its parent of each: it may hang or die, its parent may not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archives } from './archives.ts';
import { engines } from './engines.ts';
import { host } from './host.ts';
import { images } from './images.ts';
import { models } from './models.ts';
import { plans } from './plans.ts';
import { projects } from './projects.ts';
import { random, seedOf } from './random.ts';
import { schemas } from './schemas.ts';
import { shards } from './shards.ts';
import type { RoundMessage, RoundsOrder } from './supervise.ts';

const TARGETS = { engines, host, models, plans, projects, schemas, shards, archives, images };

const tell = (message: RoundMessage): void => void process.send!(message);

async function runRounds({ target: name, seed, from, to }: RoundsOrder): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-fuzz-'));
  try {
    const round = await TARGETS[name].prepare(folder);
    for (let number = from; number < to; number++) {
      tell({ kind: 'begin', round: number });
      let outcome: string | undefined;
      let finding: string | undefined;
      try {
        outcome = await round(random(seedOf(seed, name, number)), number);
      } catch (error) {
        finding = error instanceof Error ? (error.stack ?? error.message) : String(error);
      }
      const peakMb = process.resourceUsage().maxRSS / 1024;
      tell({ kind: 'end', round: number, peakMb, ...(finding === undefined ? { outcome: outcome! } : { finding }) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.on('message', (order: RoundsOrder) => {
  void runRounds(order).finally(() => process.disconnect());
});
process.on('disconnect', () => process.exit());
