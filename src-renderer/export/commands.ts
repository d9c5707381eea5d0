/** The command that opens the dialog of an export. */
import { defineCommand } from '../commands/index.ts';
import { exportTexts } from '../texts/export.ts';
import { openExport } from './draft.ts';

defineCommand({
  id: 'file.export',
  title: exportTexts.command,
  keys: ['Mod+Shift+S'],
  inText: true,
  when: ({ project }) => project !== null,
  run: openExport,
});
