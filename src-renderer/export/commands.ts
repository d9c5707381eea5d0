/** The commands that open the dialogs of an export and of the reproduction of a capsule. */
import { defineCommand } from '../commands/index.ts';
import { exportTexts } from '../texts/export.ts';
import { openExport } from './draft.ts';
import { openReproduction } from './reproduction.ts';

defineCommand({
  id: 'file.export',
  title: exportTexts.command,
  keys: ['Mod+Shift+S'],
  inText: true,
  when: ({ project }) => project !== null,
  run: openExport,
});

defineCommand({
  id: 'file.reproduce',
  title: exportTexts.reproduce.command,
  when: () => true,
  run: openReproduction,
});
