/** The settings of every page in Electron: it is sandboxed, and reaches Node only through what its preload script hands it (docs/security.md). */
import type { WebPreferences } from 'electron';

export const ISOLATED_PAGE = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  webviewTag: false,
  spellcheck: false,
} as const satisfies WebPreferences;
