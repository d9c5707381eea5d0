/** Settings: changed here, kept by the services, applied to the page at once. */
import type { Settings } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { attempt, setWorkbench, useWorkbench, workbench } from '../state/index.ts';

/** Changes some settings. One that cannot be kept is used all the same, and a notice says why. */
export function changeSettings(change: Partial<Settings>): void {
  const settings = { ...workbench().settings, ...change };
  setWorkbench({ settings });
  attempt(() => host().call('settings.write', settings));
}

/** Keeps the page's colours and motion what the settings say; called once, when the window starts. */
export function applySettings(): void {
  const apply = ({ theme, reducedMotion }: Settings): void => {
    const { dataset } = document.documentElement;
    dataset.theme = theme;
    if (reducedMotion) dataset.motion = 'reduced';
    else delete dataset.motion;
  };
  apply(workbench().settings);
  useWorkbench.subscribe(({ settings }, before) => {
    if (settings !== before.settings) apply(settings);
  });
}
