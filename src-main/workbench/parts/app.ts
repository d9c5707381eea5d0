/** The program itself: what it is, its settings, recent projects. */
import { availableParallelism, homedir } from 'node:os';
import type { AppInfo } from '../../../src-shared/contract/index.ts';
import { ENGINE_IDS, engineLabel } from '../../../src-shared/engine/index.ts';
import { whyUnavailable } from '../../services/run/load-engine.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../types.ts';

type Names = 'app.info' | 'settings.read' | 'settings.write' | 'recent.list' | 'recent.forget';

export function appPart({ options, files, emit }: Context): Pick<Handlers, Names> {
  return {
    'app.info': () => ({
      version: options.version,
      host: options.host,
      platform: process.platform,
      cores: availableParallelism(),
      engines: engines(),
      nativeDialogs: options.choose !== undefined,
      home: homedir(),
      runtime: options.runtime,
    }),
    'settings.read': () => files.settings(),
    'settings.write': async (settings) => {
      await files.writeSettings(settings);
      emit('settings.changed', settings);
      return {};
    },
    'recent.list': () => files.recent(),
    'recent.forget': async ({ path }) => {
      await files.forget(path);
      return {};
    },
  };
}

const engines = (): AppInfo['engines'] =>
  ENGINE_IDS.map((id) => ({ id, label: engineLabel(id), unavailable: whyUnavailable(id) }));
