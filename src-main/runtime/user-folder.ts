/** The folder for data of this user. */
import envPaths from 'env-paths';

/** The folder of this user. `SPIKELOOM_USER_FOLDER` overrides it. */
export const defaultUserFolder = (): string => process.env.SPIKELOOM_USER_FOLDER ?? envPaths('spikeloom', { suffix: '' }).data;
