/** Keys as a person reads them: `Ctrl+Shift+P`, and `⇧⌘P` on a Mac. */

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Enter: '↩', Backspace: '⌫' };
const SIGNS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
};

/** True on a Mac, where `Mod` is ⌘. */
export const onMac = (): boolean => navigator.platform.startsWith('Mac');

/** The parts of a key as `Mod+Shift+P`. `Mod++` is the plus key. */
const partsOf = (key: string): readonly string[] =>
  key === '+' ? ['+'] : key.endsWith('++') ? [...key.slice(0, -2).split('+'), '+'] : key.split('+');

/** The parts of a key, each as it is printed on a keyboard. */
export const keyParts = (key: string, mac: boolean = onMac()): readonly string[] =>
  partsOf(key).map(
    (part) => (mac ? MAC_SIGNS[part] : undefined) ?? SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part),
  );

/** The whole key as text, for tooltips and menus. */
export const keyText = (key: string, mac: boolean = onMac()): string => keyParts(key, mac).join(mac ? '' : '+');

/** Names in `aria-keyshortcuts` that differ from those of commands: a plus and a blank stand between keys there. */
const ARIA: Readonly<Record<string, string>> = { Ctrl: 'Control', '+': 'Plus', ' ': 'Space' };

/** The key as `aria-keyshortcuts` has it. */
export const ariaKey = (key: string, mac: boolean = onMac()): string =>
  partsOf(key)
    .map((part) => (part === 'Mod' ? (mac ? 'Meta' : 'Control') : (ARIA[part] ?? part)))
    .join('+');
