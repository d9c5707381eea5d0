/** Commands of the plan's text and versions. */
import { defineCommand } from '../commands/index.ts';
import type { WorkbenchState } from '../state/index.ts';
import { planTexts as texts } from '../texts/plan-editor.ts';
import { setMultiLevel } from '../layer-settings/index.ts';
import { layerSettingsTexts } from '../texts/layer-settings.ts';
import { showView } from '../views/index.ts';
import { usePlanMode } from './plan-mode.ts';
import './pending-text.ts';
import { useSaveForm } from './save-version.tsx';

const isOpen = ({ project }: WorkbenchState): boolean => project !== null;

/** Shows the plan's panel in one of its views. */
function show(mode: 'edit' | 'compare'): void {
  usePlanMode.setState({ mode });
  showView('plan');
}

/** Shows what was set aside, at a place of the list, beside the working plan. */
export function compareSetAside(place: number): void {
  usePlanMode.setState({ before: 'working', after: `aside-${place}` });
  show('compare');
}

defineCommand({
  id: 'plan.show-text',
  title: texts.showTextTitle,
  keys: ['Mod+E'],
  inText: true,
  when: isOpen,
  run: () => show('edit'),
});
defineCommand({
  id: 'plan.compare-versions',
  title: texts.compareTitle,
  keys: ['Mod+Shift+E'],
  inText: true,
  when: isOpen,
  run: () => show('compare'),
});
defineCommand({
  id: 'plan.save-version',
  title: texts.saveVersionTitle,
  keys: ['Mod+S'],
  inText: true,
  when: ({ project }) => project !== null && project.readOnly === null,
  run: () => {
    showView('plan');
    useSaveForm.setState({ isOpen: true });
  },
});
defineCommand({
  id: 'plan.multi-level',
  title: layerSettingsTexts.multiLevel,
  when: ({ project }) => project !== null && project.readOnly === null,
  run: () => setMultiLevel('inspector'),
});
