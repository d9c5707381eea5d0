/**
 * `node tests/bench/sensitivity-cost.ts PROJECT SAMPLES` measures a whole sensitivity table, and in turn every changed network of it from
 * the start, and prints `{ candidates, table_ms, start_ms, sessions_ms, shared }` in processor time of all threads. `start_ms` is the runs alone,
 * `sessions_ms` the time to compile a session for each of them.
 */
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import { stepsOf } from '../../src-shared/plan/index.ts';
import { batches } from '../../src-main/dataset/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { openProject } from '../../src-main/project/index.ts';
import { openDataset } from '../../src-main/services/model/samples.ts';
import { openProjectNetwork } from '../../src-main/services/project/open-project-network.ts';
import { changedNetworks } from '../../src-main/services/tune/sensitivity-project.ts';
import { sensitivityTable } from '../../src-main/services/tune/sensitivity.ts';
import { TEST_IMAGES } from './spikeloom.ts';

/** Samples of a batch of a run from the start, as `evaluate` has them. */
const BATCH = 100;
const [file, samples] = process.argv.slice(2) as [string, string];
const { signal } = new AbortController();

using project = openProject(file, { readOnly: true });
const prepared = await openProjectNetwork(project);
const source = await openDataset(TEST_IMAGES, prepared.model.placed, prepared.preprocess, { limit: Number(samples) });
const steps = stepsOf(prepared.plan);

/** Processor time of this process so far, in milliseconds. Other work on the machine hardly changes it. */
const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const began = spent();
const { tried: changes } = changedNetworks(project, prepared);
const task = { network: prepared.network, changes, steps, samples: source, energyModel: ENERGY_MODELS[0]! };
const { shared } = await sensitivityTable(task, { signal });
const table_ms = spent() - began;

let [start_ms, sessions_ms] = [0, 0];
for (const { network } of changes) {
  const before = spent();
  await using session = await cpuEngine.prepare(network);
  // The first run compiles; one sample is enough for that.
  await session.run(Float32Array.from(await source.read(0, 1)), 1, { steps, signal });
  sessions_ms += spent() - before;
  for await (const { data, count } of batches(source, BATCH, signal)) {
    const from = spent();
    await session.run(data, count, { steps, signal });
    start_ms += spent() - from;
  }
}
process.stdout.write(`${JSON.stringify({ candidates: changes.length, table_ms, start_ms, sessions_ms, shared })}\n`);
