/** What the palette lists for a query: commands that can be run now, then neuron layers. */
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { allCommands, type Command, runCommand } from '../../commands/index.ts';
import { workbench } from '../../state/index.ts';
import { commandGroups } from '../../texts/commands.ts';
import { showLayers } from '../show-layers.ts';
import { bestMatches } from './match.ts';

export interface PaletteEntry {
  readonly key: string;
  readonly words: string;
  /** The words are a name from the network. */
  readonly isName: boolean;
  /** A command's group, a layer's shape. */
  readonly aside: string;
  readonly keys: string | undefined;
  readonly run: () => void;
}

/** A list that a person reads, not all that there is. */
const MOST_COMMANDS = 200;
const MOST_LAYERS = 30;

const groupOf = ({ id }: Command): string => commandGroups[id.split('.')[0]!] ?? id.split('.')[0]!;

/** The entries, best first, and how many layers are left out. Without a query there are no layers: they would bury the commands. */
export function paletteEntries(
  query: string,
  layersOnly: boolean,
  layers: readonly NeuronLayerInfo[],
): { readonly entries: readonly PaletteEntry[]; readonly more: number } {
  const state = workbench();
  const commands = layersOnly ? [] : allCommands().filter(({ id, when }) => id !== 'app.palette' && (when?.(state) ?? true));
  const found = bestMatches(commands, (command) => `${command.title} ${groupOf(command)}`, query, MOST_COMMANDS);
  const searched = layersOnly || query.trim() !== '' ? layers : [];
  const foundLayers = bestMatches(searched, ({ name }) => name, query, searched.length);
  return {
    entries: [...found.map(commandEntry), ...foundLayers.slice(0, MOST_LAYERS).map(layerEntry)],
    more: Math.max(0, foundLayers.length - MOST_LAYERS),
  };
}

const commandEntry = (command: Command): PaletteEntry => ({
  key: command.id,
  words: command.title,
  isName: false,
  aside: groupOf(command),
  keys: command.keys?.[0],
  run: () => runCommand(command),
});

const layerEntry = ({ name, shape }: NeuronLayerInfo): PaletteEntry => ({
  key: `layer ${name}`,
  words: name,
  isName: true,
  aside: shape.join(' × '),
  keys: undefined,
  run: () => showLayers([name]),
});
