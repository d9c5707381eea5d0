/** Commands that have keys, by group, for the overview. */
import type { Command } from '../commands/index.ts';
import { bestMatches } from './search/match.ts';

export interface ShortcutGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Groups in the order of `titles`, those without a shortcut left out; `query` narrows by title. */
export function shortcutGroups(
  commands: readonly Command[],
  titles: Readonly<Record<string, string>>,
  query: string,
): readonly ShortcutGroup[] {
  const found = bestMatches(
    commands.filter(({ keys }) => keys !== undefined && keys.length > 0),
    ({ title }) => title,
    query,
    Infinity,
  );
  return Object.entries(titles).flatMap(([group, title]) => {
    const own = found.filter(({ id }) => id.startsWith(`${group}.`));
    return own.length === 0 ? [] : [{ title, commands: own }];
  });
}
