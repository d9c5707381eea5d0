/** Every key and what it does. */
import { type ReactElement, useState } from 'react';
import { allCommands } from '../commands/index.ts';
import { appTexts } from '../texts/app.ts';
import { commandGroups } from '../texts/commands.ts';
import { Dialog, Kbd, TextInput } from '../ui/index.ts';
import { closeDialog, useDialog } from './dialogs.ts';
import { shortcutGroups } from './shortcut-groups.ts';

const texts = appTexts.shortcuts;

export function ShortcutsDialog(): ReactElement {
  const open = useDialog((dialog) => dialog.open === 'shortcuts');
  return (
    <Dialog title={texts.title} size="large" open={open} onOpenChange={(next) => !next && closeDialog()}>
      <Overview />
    </Dialog>
  );
}

function Overview(): ReactElement {
  const [query, setQuery] = useState('');
  const groups = shortcutGroups(allCommands(), commandGroups, query);
  return (
    <>
      <TextInput label={texts.search} placeholder={texts.search} type="search" value={query} onCommit={setQuery} live />
      {groups.length === 0 ? <p className="app-shortcuts-none">{texts.none(query)}</p> : null}
      <div className="app-shortcuts">
        {groups.map(({ title, commands }) => (
          <section key={title} className="app-shortcuts-group">
            <h3>{title}</h3>
            <dl>
              {commands.map(({ id, title: what, keys = [] }) => (
                <div key={id} className="app-shortcut">
                  <dt>{what}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}
