/** Files of this machine: choosing one, and dropping some on the window. The window mounts `FileLayer` once. */
export { chooseFile } from './choose-file.ts';
export { type DroppedFile, followDrops } from './drops.ts';
export { FileLayer } from './file-layer.tsx';
export { LabelColumnField } from './label-column-field.tsx';
export { pathOf } from './path-of.ts';
export { withProjectEnding } from './purposes.ts';
export { folderOf, isFullPath, joinPath } from './paths.ts';
