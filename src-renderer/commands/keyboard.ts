/** From a key that was pressed to the command it stands for. */
import type { WorkbenchState } from '../state/workbench.ts';
import type { Command } from './define-command.ts';

/** What a keyboard event says, as far as commands care. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where the focus is when a key is pressed. */
export type Focus = 'text' | 'menu' | 'elsewhere';

interface Chord {
  readonly mod: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** `Mod+Shift+P` in its parts. Throws an Error for a modifier it does not know: a command nobody could reach. */
export function parseKey(text: string): Chord {
  const parts = text === '+' ? ['+'] : text.endsWith('++') ? [...text.slice(0, -2).split('+'), '+'] : text.split('+');
  const key = parts.pop()!;
  const unknown = parts.find((part) => !['Mod', 'Ctrl', 'Alt', 'Shift'].includes(part));
  if (unknown !== undefined || key === '') throw new Error(`key ${text}: ${unknown ?? 'nothing'} is no part of a key`);
  const has = (part: string): boolean => parts.includes(part);
  return { mod: has('Mod'), ctrl: has('Ctrl'), alt: has('Alt'), shift: has('Shift'), key };
}

/** Whether a press is the key that a command names; `mac` decides what `Mod` is. */
export function matchesKey(press: KeyPress, text: string, mac: boolean): boolean {
  const { mod, ctrl, alt, shift, key } = parseKey(text);
  const wantsCtrl = ctrl || (mod && !mac);
  const wantsMeta = mod && mac;
  if (press.ctrlKey !== wantsCtrl || press.metaKey !== wantsMeta || press.altKey !== alt) return false;
  // Signs such as `?` need Shift on one keyboard and not on another: the sign itself decides.
  const sign = key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key);
  if (!sign && press.shiftKey !== shift) return false;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  // With Alt (and with Shift, for digits), systems put other characters on letters and digits: then the place of the key counts.
  // It counts on keyboards of other scripts too, which have no Latin letters.
  const hasNoLetter = alt || ((wantsCtrl || wantsMeta) && /[^\p{ASCII}\p{Script=Latin}]/u.test(press.key));
  return (hasNoLetter && press.code === `Key${key.toUpperCase()}`) || ((alt || shift) && press.code === `Digit${key}`);
}

const hasModifier = ({ ctrlKey, metaKey, altKey, key }: KeyPress): boolean => ctrlKey || metaKey || altKey || /^F\d+$/.test(key);

/**
 * The command that a press runs now, or undefined. In text fields only commands that say so; in menus, lists that are open and dialogs
 * only with a modifier, since bare keys search there. Of several commands with one key, the first that can run.
 */
export function commandForKey(
  press: KeyPress,
  focus: Focus,
  commands: readonly Command[],
  state: WorkbenchState,
  mac: boolean,
): Command | undefined {
  return commands.find(
    ({ keys = [], inText = false, when }) =>
      (focus !== 'text' || inText) &&
      (focus !== 'menu' || hasModifier(press)) &&
      keys.some((key) => matchesKey(press, key, mac)) &&
      (when?.(state) ?? true),
  );
}
