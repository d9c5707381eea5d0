/**
 * Chromium's software renderer, so that the gpu engine runs in tests on a machine without a graphics card. The system's loader reads
 * LD_LIBRARY_PATH when a process starts: the configuration of the tests sets the variables, for the processes that tests run in.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's and Ubuntu's packages put it. */
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const DRIVER = 'vk_swiftshader_icd.json';

/** Variables for a process that is to have a software adapter; none where they are set already, or where there is no renderer. */
export function softwareVulkan(): Readonly<Record<string, string>> {
  const folder = FOLDERS.find((one) => existsSync(join(one, DRIVER)) && existsSync(join(one, 'libvulkan.so.1')));
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES || folder === undefined) return {};
  const paths = [folder, ...(process.env.LD_LIBRARY_PATH ? [process.env.LD_LIBRARY_PATH] : [])];
  return { LD_LIBRARY_PATH: paths.join(':'), VK_ICD_FILENAMES: join(folder, DRIVER) };
}
