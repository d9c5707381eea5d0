/** Entries of the canvas's menu: looking, finding, opening, colours, and pictures. Each is a command as well. */
import { commandOf, runCommand } from '../../commands/index.ts';
import { overlaysToChoose, sensitivityOf, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { PICTURES } from '../picture/pictures.ts';

export type MenuEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'more'; readonly label: string; readonly entries: readonly MenuEntry[] }
  | {
      readonly kind: 'do';
      readonly label: string;
      readonly run: () => void;
      readonly keys?: string;
      readonly checked?: boolean;
      readonly disabled?: boolean;
    };

const LINE: MenuEntry = { kind: 'line' };

/** Entries of the canvas. */
export function canvasEntries(): MenuEntry[] {
  const { overlay, shownDifference } = workbench();
  const isDifference = shownDifference !== null;
  const hasRuns = (shownDifference?.comparison ?? null) !== null;
  return [
    ...commands(['graph.fit', 'graph.actual-size', 'graph.zoom-to-selection']),
    LINE,
    ...commands(['graph.find', 'graph.select-by-name', 'graph.select-all']),
    LINE,
    ...commands(['graph.expand-all', 'graph.collapse-all']),
    LINE,
    {
      kind: 'more',
      label: graphTexts.overlay,
      entries: overlaysToChoose({ twoRuns: hasRuns, table: sensitivityOf(workbench()) !== null }).flatMap((one) =>
        commands([`graph.overlay-${one}`]).map((entry) => ({
          ...entry,
          label: graphTexts.overlays[one],
          checked: one === overlay,
        })),
      ),
    },
    ...(isDifference ? commands(['graph.difference-next', 'graph.difference-close']) : []),
    { kind: 'more', label: graphTexts.picture.copy, entries: pictures('copy') },
    { kind: 'more', label: graphTexts.picture.save, entries: pictures('save') },
  ];
}

const pictures = (what: 'copy' | 'save'): MenuEntry[] =>
  PICTURES.flatMap((one) => commands([`graph.${what}-${one}`]).map((entry) => ({ ...entry, label: graphTexts.picture.of[one] })));

/** Commands as entries, with their keys; what cannot be done now is closed. */
const commands = (ids: readonly string[]): Extract<MenuEntry, { kind: 'do' }>[] =>
  ids.flatMap((id) => {
    const command = commandOf(id);
    if (!command) return [];
    const [keys] = command.keys ?? [];
    const run = (): void => runCommand(command);
    const disabled = !(command.when?.(workbench()) ?? true);
    return [{ kind: 'do', label: command.title, run, disabled, ...(keys === undefined ? {} : { keys }) }];
  });
