/** The program itself: what it is, its settings, recent projects. */
import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import type { AppInfo } from '../../../src-shared/contract/index.ts';
import { KERNELS_FILE } from '../../engines/cpu/kernels-file.ts';
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

const NO_KERNELS = 'Its kernels are not there: this installation is not complete. Set it up again.';

const engines = (): AppInfo['engines'] => [
  {
    id: 'cpu',
    label: 'CPU: ONNX Runtime and SIMD kernels, all cores',
    unavailable: existsSync(KERNELS_FILE) ? null : NO_KERNELS,
  },
  { id: 'reference', label: 'Reference: float64, step by step, one core', unavailable: null },
];
