/** The workbench: serves the contract of src-shared/contract to the windows of a host. Knows no window, no socket, no Electron. */
export type { Connection } from './connection.ts';
export { createWorkbench, type Workbench } from './create-workbench.ts';
export type { WorkbenchOptions } from './types.ts';
export { bytesOfUploads, newUploadFolder } from './uploads.ts';
export { userPaths } from './user-folder.ts';
