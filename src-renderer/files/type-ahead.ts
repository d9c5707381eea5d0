/** Letters typed one after the other jump to the first name that begins with them. */
const PAUSE_MS = 700;

/** A function that is told each letter and the names; the index to go to, −1 for none. A pause begins anew. */
export function typeAhead(now: () => number = () => performance.now()) {
  let typed = '';
  let last = -Infinity;
  return (letter: string, entries: readonly { readonly name: string }[]): number => {
    typed = now() - last > PAUSE_MS ? letter : typed + letter;
    last = now();
    const start = typed.toLocaleLowerCase();
    return entries.findIndex(({ name }) => name.toLocaleLowerCase().startsWith(start));
  };
}
