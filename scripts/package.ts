/**
 * `npm run package [-- electron-builder's options]`: builds the Electron host and packs it for this system (electron-builder.yml) into
 * build/packages. Electron's program is downloaded by electron-builder on first use, from its vendor; `-c.electronDist=DIR` names one
 * that is there.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildElectron } from './build-electron.ts';

const root = join(import.meta.dirname, '..');
const say = (text: string): void => void process.stderr.write(`spikeloom: ${text}\n`);

try {
  buildElectron(join(root, 'build/electron'), say);
  say('packing …');
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const { status, error } = spawnSync(process.execPath, [builder, '--publish', 'never', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) {
    say(
      'electron-builder failed; without internet access it cannot download Electron’s program (-c.electronDist=DIR names one).',
    );
    process.exitCode = status ?? 1;
  }
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
