/** A project that was made to keep programs busy for ever: every command that opens one comes to an end, with the reason. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { createProject } from '../../src-main/project/index.ts';
import { childrenOf, processorTime } from '../support/child-processes.ts';
import { classifier, samples } from '../support/classifier.ts';
import { endlessSchema } from '../support/hostile-projects.ts';
import { start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  writeFileSync(at('model.onnx'), classifier());
  writeFileSync(at('samples.npy'), samples(5));
  createProject(at('made.spikeloom'), () => 0);
  writeFileSync(at('endless.spikeloom'), endlessSchema(readFileSync(at('made.spikeloom'))));
  // One that does not look like a project by its name.
  copyFileSync(at('endless.spikeloom'), at('endless.onnx'));
});

const COMMANDS: readonly (readonly string[])[] = [
  ['report', 'endless.spikeloom', '--out', 'r.html'],
  ['evaluate', 'endless.spikeloom', '--dataset', 'samples.npy'],
  ['simulate', 'endless.onnx', '--inputs', 'samples.npy', '--out', 'out'],
  ['merge', 'endless.spikeloom'],
  ['convert', 'model.onnx', '--calibration', 'samples.npy', '--out', 'endless.spikeloom'],
];

/** More than any job before the check uses, in hundredths of a second. */
const IN_THE_MIDDLE = 300;

/**
 * Stops the check of a command, which is the only one of its processes that goes on for so long. It then waits for the limit like one that computes,
 * and leaves the processor to other tests.
 */
async function stopCheck(command: number): Promise<void> {
  const check = await vi.waitFor(
    () => {
      const found = childrenOf(command).find((child) => processorTime(child) > IN_THE_MIDDLE);
      if (found === undefined) throw new Error('the check is not in the middle yet');
      return found;
    },
    { timeout: 60_000, interval: 100 },
  );
  process.kill(check, 'SIGSTOP');
}

// All at once: each waits for the limit of the check.
it.concurrent.each(COMMANDS.map((args) => ({ command: args[0], args })))('$command', async ({ args }) => {
  const { process: command, finished } = start(args, folder);
  // On a busy machine the limit may come before the check has used so much: then there is nothing to stop.
  if (process.platform === 'linux') await Promise.race([stopCheck(command.pid!), finished]);
  const { status, stderr } = await finished;
  expect(stderr).toMatch(
    /^spikeloom: .*endless\.\w+ is damaged, or was made to keep programs busy: it could not be read in \d+ s.*\n$/,
  );
  expect(status).toBe(2);
  if (process.platform === 'linux') expect(childrenOf(command.pid!)).toEqual([]);
});
