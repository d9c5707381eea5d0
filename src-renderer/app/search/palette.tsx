/** The palette: every command and every layer, found by typing. */
import { Command as Cmdk } from 'cmdk';
import { type ReactElement, useMemo, useState } from 'react';
import { allCommands, type Command, runCommand } from '../../commands/index.ts';
import { useWorkbench, workbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { commandGroups } from '../../texts/commands.ts';
import { Kbd } from '../../ui/index.ts';
import { closeDialog, useDialog } from '../dialogs.ts';
import { showLayers } from '../show-layers.ts';
import { bestMatches } from './match.ts';
import './palette.css';

const texts = appTexts.search;
/** A list that a person reads, not all that there is. */
const MOST_COMMANDS = 60;
const MOST_LAYERS = 30;

const groupOf = ({ id }: Command): string => commandGroups[id.split('.')[0]!] ?? id.split('.')[0]!;
const wordsOf = (command: Command): string => `${command.title} ${groupOf(command)}`;

export function Palette(): ReactElement {
  const open = useDialog((dialog) => dialog.open);
  return (
    <Cmdk.Dialog
      open={open === 'palette' || open === 'layers'}
      onOpenChange={(next) => !next && closeDialog()}
      label={texts.label}
      shouldFilter={false}
      loop
      className="app-palette"
      overlayClassName="ui-dialog-shade"
      contentClassName="app-palette-place"
    >
      <Content layersOnly={open === 'layers'} />
    </Cmdk.Dialog>
  );
}

/** Made anew each time the palette opens: an empty query, commands as they can be run now. */
function Content({ layersOnly }: { readonly layersOnly: boolean }): ReactElement {
  const [query, setQuery] = useState('');
  const layers = useWorkbench(({ project }) => project?.graph.layers);
  const commands = useMemo(
    () => (layersOnly ? [] : allCommands().filter(({ id, when }) => id !== 'app.palette' && (when?.(workbench()) ?? true))),
    [layersOnly],
  );
  const foundCommands = bestMatches(commands, wordsOf, query, MOST_COMMANDS);
  // Without a query, layers would bury the commands.
  const searched = layersOnly || query.trim() !== '' ? (layers ?? []) : [];
  const foundLayers = bestMatches(searched, ({ name }) => name, query, searched.length);
  const more = foundLayers.length - MOST_LAYERS;
  const choose = (run: () => void): void => {
    closeDialog();
    run();
  };
  return (
    <>
      <Cmdk.Input
        value={query}
        onValueChange={setQuery}
        placeholder={layersOnly ? texts.layersPlaceholder : texts.placeholder}
        className="app-palette-input"
      />
      <Cmdk.List className="app-palette-list" label={texts.label}>
        <Cmdk.Empty className="app-palette-empty">{texts.none(query)}</Cmdk.Empty>
        {foundCommands.map((command) => (
          <Cmdk.Item
            key={command.id}
            value={command.id}
            className="app-palette-item"
            onSelect={() => choose(() => runCommand(command))}
          >
            <span className="app-palette-words">{command.title}</span>
            <span className="app-palette-group">{groupOf(command)}</span>
            <span className="app-palette-keys">{command.keys?.[0] === undefined ? null : <Kbd keys={command.keys[0]} />}</span>
          </Cmdk.Item>
        ))}
        {foundLayers.slice(0, MOST_LAYERS).map(({ name, shape }) => (
          <Cmdk.Item
            key={`layer ${name}`}
            value={`layer ${name}`}
            className="app-palette-item"
            onSelect={() => choose(() => showLayers([name]))}
          >
            <code className="app-palette-words">{name}</code>
            <span className="app-palette-group">{shape.join(' × ')}</span>
          </Cmdk.Item>
        ))}
        {more > 0 ? <p className="app-palette-empty">{texts.more(more)}</p> : null}
      </Cmdk.List>
    </>
  );
}
