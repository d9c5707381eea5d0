/** Where the program keeps what belongs to its user: settings, recent projects, the example project, uploads. */
import { join } from 'node:path';
import envPaths from 'env-paths';

/** The folder of this user; `SPIKELOOM_USER_FOLDER` names another one. */
export const defaultUserFolder = (): string => process.env.SPIKELOOM_USER_FOLDER ?? envPaths('spikeloom', { suffix: '' }).data;

/** Paths inside the user's folder. */
export const userPaths = (folder: string) => ({
  settings: join(folder, 'settings.json'),
  recent: join(folder, 'recent.json'),
  examples: join(folder, 'examples'),
  uploads: join(folder, 'uploads'),
  /** Port and token of the browser host. */
  address: join(folder, 'address.json'),
});
