/** Names that are C identifiers. Generated programs and many importers of ONNX use the names of values as names of variables. */

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict ' +
    'return short signed sizeof static struct switch typedef union unsigned void volatile while main NULL'
  ).split(' '),
);

/** True for a name that may stand in a C program. */
export const isIdentifier = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name);

/** A C identifier that resembles a name: `/layer1/conv/Conv_output_0` becomes `layer1_conv_Conv_output_0`. */
export function identifierOf(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
  if (plain === '') return 'unnamed';
  return /^[0-9]/.test(plain) || KEYWORDS.has(plain) ? `n_${plain}` : plain;
}

/** Makes a function that gives every name an identifier of its own: `x`, `x_2`, … `taken`: names that are in use. */
export function identifiers(taken: Iterable<string>): (name: string) => string {
  const used = new Set(taken);
  const next = new Map<string, number>();
  return (name) => {
    const base = identifierOf(name);
    let unique = base;
    if (used.has(base)) {
      let number = next.get(base) ?? 2;
      while (used.has((unique = `${base}_${number}`))) number++;
      next.set(base, number + 1);
    }
    used.add(unique);
    return unique;
  };
}
