/** Settings of the window: each is used and kept at once. */
import type { ReactElement } from 'react';
import { type Settings, THEMES } from '../../src-shared/contract/index.ts';
import { useWorkbench } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { inWindowOrNull } from '../texts/messages.ts';
import { Dialog, NumberField, SegmentedField, SelectField, Switch, TextField } from '../ui/index.ts';
import { closeDialog, useDialog } from './dialogs.ts';
import { changeSettings } from './settings.ts';

const texts = appTexts.settings;
const THEME_OPTIONS = THEMES.map((value) => ({ value, label: texts.themes[value] }));
const MOST_THREADS = 1024;

export function SettingsDialog(): ReactElement {
  const open = useDialog((dialog) => dialog.open === 'settings');
  const { theme, engine, threads, gpuAdapter, reducedMotion } = useWorkbench((state) => state.settings);
  const info = useWorkbench((state) => state.info);
  const engines = (info?.engines ?? []).map(({ id, label, unavailable }) => ({
    value: id,
    label,
    disabled: unavailable !== null,
    hint: inWindowOrNull(unavailable) ?? undefined,
  }));
  return (
    <Dialog title={texts.title} open={open} onOpenChange={(next) => !next && closeDialog()}>
      <div className="app-settings">
        <SegmentedField
          label={texts.theme}
          value={theme}
          options={THEME_OPTIONS}
          onChange={(next: Settings['theme']) => changeSettings({ theme: next })}
          bare
        />
        <SelectField
          label={texts.engine}
          value={engine}
          options={engines}
          onChange={(next) => changeSettings({ engine: next })}
          bare
        />
        <NumberField
          label={texts.threads}
          value={threads ?? undefined}
          min={1}
          max={MOST_THREADS}
          whole
          placeholder={texts.threadsAll}
          hint={info === null ? undefined : texts.threadsHint(info.cores)}
          onCommit={(next) => changeSettings({ threads: next })}
          onClear={() => changeSettings({ threads: null })}
        />
        <TextField
          label={texts.gpuAdapter}
          value={gpuAdapter ?? ''}
          placeholder={texts.gpuAdapterFirst}
          hint={texts.gpuAdapterHint}
          onCommit={(next) => changeSettings({ gpuAdapter: next.trim() || null })}
        />
        <div>
          <Switch label={texts.motion} checked={reducedMotion} onChange={(next) => changeSettings({ reducedMotion: next })} />
          <p className="ui-field-message">{texts.motionHint}</p>
        </div>
      </div>
    </Dialog>
  );
}
