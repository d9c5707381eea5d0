/** The program, its settings, recent projects, files of the machine. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/contract/index.ts';
import { ENGINE_IDS } from '../../../src-shared/engine/index.ts';
import { bench, runner } from '../support/bench.ts';
import type { HostUnderTest, RunningHost } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

export function appSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  let running: RunningHost;
  let window: TestWindow;
  beforeAll(async () => {
    mkdirSync(made.userFolder);
    writeFileSync(join(made.userFolder, 'recent.json'), '{ not JSON');
    running = await start();
    window = await connect(running);
  });

  it('says what it is', async () => {
    const info = await window.call('app.info', {});
    expect(info).toMatchObject({ host: host.name, platform: process.platform, nativeDialogs: host.name === 'electron' });
    expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(info.engines.map(({ id }) => id)).toEqual(ENGINE_IDS);
    // Only the gpu engine needs more than this machine surely has.
    for (const { id, unavailable } of info.engines) if (id !== 'gpu') expect(unavailable, id).toBeNull();
  });

  it('keeps settings, whole, over a restart', async () => {
    expect(await window.call('settings.read', {})).toEqual(DEFAULT_SETTINGS);
    const settings: Settings = { theme: 'dark', engine: 'reference', threads: 2, gpuAdapter: 'card', reducedMotion: true };
    const other = await connect(running);
    // A window asks something first thing; Electron's host knows it from then on.
    await other.call('settings.read', {});
    await window.call('settings.write', settings);
    expect(await window.call('settings.read', {})).toEqual(settings);
    // Every window hears of it, the one that changed them too.
    expect(await other.event('settings.changed')).toEqual(settings);
    const again = await connect(await start());
    expect(await again.call('settings.read', {})).toEqual(settings);
  });

  it('starts without a file that it cannot read, says so, and keeps it once it writes a new one', async () => {
    expect(await window.call('recent.list', {})).toEqual([]);
    expect((await window.event('app.notice')).message).toContain('recent.json is not what Spikeloom wrote');
    await window.call('recent.forget', { path: 'nothing' });
    expect(readFileSync(join(made.userFolder, 'recent.json.unreadable'), 'utf8')).toBe('{ not JSON');
    expect(JSON.parse(readFileSync(join(made.userFolder, 'recent.json'), 'utf8'))).toEqual([]);
  });

  it('lists a folder: folders first, hidden ones left out', async () => {
    const folder = made.at('listed');
    mkdirSync(join(folder, 'b'), { recursive: true });
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, '.hidden'), '');
    writeFileSync(join(folder, 'file10.onnx'), '12345');
    writeFileSync(join(folder, 'file9.onnx'), '');
    const list = {
      folder,
      parent: made.folder,
      file: null,
      entries: [
        { name: 'a', kind: 'folder', size: 0 },
        { name: 'b', kind: 'folder', size: 0 },
        { name: 'file9.onnx', kind: 'file', size: 0 },
        { name: 'file10.onnx', kind: 'file', size: 5 },
      ],
    };
    expect(await window.call('files.list', { folder })).toEqual(list);
    // A path that was pasted may name a file.
    expect(await window.call('files.list', { folder: join(folder, 'file9.onnx') })).toEqual({ ...list, file: 'file9.onnx' });
    expect((await window.call('files.list', { folder: '/' })).parent).toBeNull();
    expect(await codeOf(window.call('files.list', { folder: made.at('missing') }))).toBe('files.unreadable');
  });

  it.runIf(host.name === 'browser')('has no dialogs of the system in a browser', async () => {
    expect(await codeOf(window.call('files.choose', { purpose: 'model' }))).toBe('option.invalid');
  });
}
